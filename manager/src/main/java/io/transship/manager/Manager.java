package io.transship.manager;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.manager.aftermath.DecisionFollower;
import io.transship.manager.api.ApiServer;
import io.transship.manager.api.ApiToken;
import io.transship.manager.api.EventHub;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.DecisionParts;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.decision.ViewAssembler;
import io.transship.manager.event.Broadcast;
import io.transship.manager.forecast.LoadForecasts;
import io.transship.manager.measurement.AggregateCollector;
import io.transship.manager.measurement.BandwidthCollector;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.migration.HostLocator;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.plan.MovePlanner;
import io.transship.manager.plan.PathBound;
import io.transship.manager.plan.PathRooms;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.sdn.openflow.wire.Rehearsal;
import io.transship.manager.service.AddressPool;
import io.transship.manager.service.ConfigWatch;
import io.transship.manager.service.DaemonSide;
import io.transship.manager.service.DecisionSide;
import io.transship.manager.service.Deployment;
import io.transship.manager.service.DetectionWords;
import io.transship.manager.service.EventKeeper;
import io.transship.manager.service.Guards;
import io.transship.manager.service.Housekeeping;
import io.transship.manager.service.LiveChecks;
import io.transship.manager.service.LiveConfig;
import io.transship.manager.service.LiveInsight;
import io.transship.manager.service.LiveInventory;
import io.transship.manager.service.LiveOrders;
import io.transship.manager.service.MigrationDesk;
import io.transship.manager.service.Planning;
import io.transship.manager.service.StartupDeployment;
import io.transship.manager.store.Database;
import io.transship.manager.store.EventStore;
import io.transship.manager.store.NetworkNames;
import io.transship.manager.store.PredictionStore;
import io.transship.manager.store.SqlDecisionStore;
import io.transship.manager.store.SqlEventStore;
import io.transship.manager.store.SqlMigrationJournal;
import io.transship.manager.store.history.Stores;
import io.transship.settings.ConfigReader;
import io.transship.settings.Overrides;
import io.transship.settings.SoleProcess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manager, put together: from the configuration to the REST API, in the order of data flow. */
public final class Manager implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Manager.class);
    private static final int EVENTS_KEPT = 10_000;
    private static final int EVENTS_RECALLED = 1_000;
    private static final Duration RECOVER_AGAIN = Duration.ofSeconds(30);
    private static final Duration RECOVER_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Resources resources = new Resources();
    private final ManagerConfig config;
    private final Translation translation;
    private final long seed;
    private final Clock clock;

    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Scheduler scheduler;
    private final Stores stores;
    private final Database database;
    private final MigrationJournal journal;
    private final EventHub hub;
    private final DetectionWords words;
    private final Broadcast events;
    private final ControllerSide controller;
    private final DaemonSide daemons;
    private final LoadBoard board;
    private final LiveConfig live;
    private final LoadForecasts forecasts;
    private final AggregateCollector aggregates;
    private final BandwidthCollector loads;
    private final ViewAssembler views;
    private final MigrationDesk desk;
    private final Guards guards;
    private final MigrationRunner runner;
    private final PolicyShelf shelf;
    private final DecisionLoop loop;
    private final Deployment deployment;
    private final DecisionSide decisions;
    private final ApiServer api;

    /**
     * A manager that does not listen yet.
     *
     * @param seed of all that is left to chance in decisions
     * @throws TransshipException if a part can't be made
     */
    public Manager(ManagerConfig config, long seed, DaemonSide.Maker daemonMaker, Clock clock) {
        this.config = config;
        this.live = new LiveConfig(config);
        this.translation = new Translation(config);
        this.seed = seed;
        this.clock = clock;
        try {
            workers = workers();
            timer = timer();
            scheduler = Scheduler.of(timer);
            stores = openStores();
            database = stores.journal();
            journal = new SqlMigrationJournal(database);
            SqlEventStore past = new SqlEventStore(database);
            hub = resources.add(hubWith(past));
            EventKeeper keeper = resources.add(new EventKeeper(past));
            words = new DetectionWords();
            events = new Broadcast(hub, keeper, words);
            controller = ControllerSide.of(config.controllerPlace(), translation, clock);
            resources.add(controller.life());
            daemons = resources.add(daemonMaker.make(surroundings()));
            MeasurementSettings periods = translation.measurement();
            board = new LoadBoard(periods);
            forecasts = new LoadForecasts(stores.samples(), periods.bandwidthDefaultFrequency());
            aggregates = resources.add(aggregateCollector(periods));
            loads = resources.add(bandwidthCollector(periods));
            views = viewAssembler();
            desk = new MigrationDesk(daemons.coordinator(), planning(), events, clock);
            guards = Guards.of(translation.limits(), daemons, database, clock);
            runner = new MigrationRunner(guards.guard(), desk, events, workers, clock);
            shelf = resources.add(new PolicyShelf(events, clock));
            loop = resources.add(decisionLoop());
            deployment = guards.deployment(config, daemons.fleet(), events, clock);
            decisions = decisionSide();
            api = resources.add(apiServer());
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private Stores openStores() {
        resources.add(SoleProcess.besides(translation.stores().journal()));
        return resources.add(Stores.open(translation.stores()));
    }

    /** A hub that begins with what happened before; the clock makes ids grow over a restart. */
    private EventHub hubWith(SqlEventStore store) {
        List<EventStore.Stored> past =
                store.after(store.newest() - EVENTS_RECALLED, EVENTS_RECALLED);
        EventHub made = new EventHub(EVENTS_KEPT, clock.millis() - past.size());
        past.forEach(stored -> made.emit(stored.event()));
        return made;
    }

    private ExecutorService workers() {
        ExecutorService made = Executors.newVirtualThreadPerTaskExecutor();
        resources.add(made::shutdownNow);
        return made;
    }

    private ScheduledExecutorService timer() {
        ScheduledExecutorService made =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("timer").daemon().factory());
        resources.add(made::shutdownNow);
        return made;
    }

    private ViewAssembler viewAssembler() {
        return new ViewAssembler(
                controller.network(), board, forecasts, translation.hosts(), daemons.directory());
    }

    private DaemonSide.Surroundings surroundings() {
        HostLocator locator =
                host ->
                        config.hosts().stream()
                                .filter(each -> each.name().equals(host))
                                .findFirst()
                                .flatMap(each -> controller.hosts().locate(each.address()));
        return new DaemonSide.Surroundings(
                config,
                journal,
                new DaemonSide.Network(
                        locator,
                        controller.placement(),
                        controller.redirect(),
                        sending -> new PathBound(rooms(), translation.sending()).now(sending)),
                clock,
                scheduler,
                workers);
    }

    private PathRooms rooms() {
        return new PathRooms(views, clock, live.current().bandwidthDefaultFrequency());
    }

    private Planning planning() {
        PredictionStore predictions = new PredictionStore(database);
        return new Planning(
                new MovePlanner(
                        daemons.fleet()::statuses,
                        daemons.cargo(),
                        rooms(),
                        predictions,
                        translation.plan().warning(controller.life().describe().atMoves())),
                predictions);
    }

    private AggregateCollector aggregateCollector(MeasurementSettings periods) {
        return new AggregateCollector(
                controller.network(), board, stores.samples(), periods, scheduler, workers);
    }

    private BandwidthCollector bandwidthCollector(MeasurementSettings periods) {
        return new BandwidthCollector(
                controller.network(), board, forecasts, periods, scheduler, workers);
    }

    private DecisionLoop decisionLoop() {
        DecisionParts parts =
                new DecisionParts(
                        views,
                        board,
                        (session, switches, time) -> {
                            aggregates.customize(session, switches, time);
                            loads.customize(session, switches, time);
                        },
                        new SqlDecisionStore(database),
                        events,
                        runner);
        return new DecisionLoop(
                translation.decision(seed),
                parts,
                shelf.first(config),
                translation.detector(),
                scheduler,
                workers,
                clock);
    }

    private DecisionSide decisionSide() {
        DecisionSide made =
                new DecisionSide(
                        new DecisionSide.Surroundings(
                                config,
                                shelf::policy,
                                database,
                                seed,
                                events,
                                new DecisionFollower.Timing(clock, scheduler, workers)),
                        new DecisionSide.Parts(loop, runner, desk, daemons.fleet(), guards, board));
        events.add(made.listener());
        return made;
    }

    private ApiServer apiServer() {
        LiveInventory inventory =
                new LiveInventory(
                        config,
                        seed,
                        new LiveInventory.Parts(
                                controller.network(),
                                controller.life(),
                                board,
                                daemons.fleet(),
                                loop,
                                desk,
                                words,
                                stores,
                                shelf::names,
                                live,
                                guards,
                                decisions::proposals),
                        clock);
        LiveOrders orders = new LiveOrders(config, daemons.fleet(), deployment, desk, runner);
        ApiToken token = ApiToken.loadOrCreate(config.api().tokenFile(), new SecureRandom());
        LiveChecks checks =
                new LiveChecks(config, daemons.fleet(), daemons.checks(), runner, clock);
        LiveInsight insight = new LiveInsight(live, forecasts);
        return new ApiServer(decisions.doors(inventory, orders, checks, insight), hub, token);
    }

    /**
     * Listens and begins to work.
     *
     * @throws TransshipException PORT_IN_USE
     */
    public void start() {
        api.start(config.api().listen().host(), config.api().listen().port());
        if (!journal.open().isEmpty()) {
            // A copy that no manager decided on may run, and the switches forget its fence.
            controller
                    .placement()
                    .believeOnlyAnnouncementsOf(
                            AddressPool.ownersOf(config.containers().addresses()));
        }
        controller.life().start();
        Thread.ofPlatform().name("rehearsal").daemon().start(new Rehearsal());
        Set<IpAddress> hosts =
                config.hosts().stream().map(HostConfig::address).collect(Collectors.toSet());
        controller.hosts().seek(hosts);
        stores.start(scheduler, workers, events, clock);
        aggregates.start();
        loads.start();
        new Housekeeping(config, controller.network(), new NetworkNames(stores.history()))
                .start(scheduler, workers);
        Instant patience = clock.instant().plus(RECOVER_PATIENCE);
        workers.execute(() -> recoverAndDecide(patience));
    }

    /** Unfinished migrations first: what they move must not be deployed or moved again. */
    private void recoverAndDecide(Instant patience) {
        boolean mayRecover = daemons.fleet().allAnswer() || clock.instant().isAfter(patience);
        if (!journal.open().isEmpty() && !(mayRecover && desk.recovered())) {
            scheduler.after(LOOK_AGAIN, () -> workers.execute(() -> recoverAndDecide(patience)));
            return;
        }
        controller.placement().believeOnlyAnnouncementsOf(_ -> false);
        decisions.start();
        loop.start();
        guards.contradictions(config, daemons.fleet(), events, clock).start(scheduler, workers);
        advance(new StartupDeployment(config, daemons.fleet(), deployment, events, clock));
        scheduler.every(RECOVER_AGAIN, () -> workers.execute(this::recoverLater));
    }

    /** A host that was silent at a migration's end may answer by now. */
    private void recoverLater() {
        if (desk.hasUnsettled() && !runner.isBusy() && !desk.recovered()) {
            LOG.info("Some migration is not settled yet");
        }
    }

    private void advance(StartupDeployment startup) {
        if (!startup.advance()) {
            scheduler.after(LOOK_AGAIN, () -> workers.execute(() -> advance(startup)));
        }
    }

    /**
     * Follows a changed configuration file: what {@link LiveConfig} lists is used at once, the rest
     * after a restart.
     *
     * @param overrides values that stand above the file's
     */
    public void watch(Path file, Overrides overrides) {
        live.describe(ConfigReader.settings(file, ManagerConfig.class, overrides));
        ConfigWatch watch =
                new ConfigWatch(
                        new ConfigWatch.Watched(file, overrides),
                        live,
                        new Reconfiguration(
                                loop,
                                shelf,
                                runner,
                                new Reconfiguration.Measurement(
                                        aggregates, loads, board, forecasts),
                                seed),
                        events,
                        clock);
        watch.every(LOOK_AGAIN, scheduler, workers);
    }

    /** Where the REST API listens. */
    public int apiPort() {
        return api.port();
    }

    /** Begins nothing new and ends all parts, the last first. */
    @Override
    public void close() {
        timer.shutdownNow();
        resources.close();
    }
}
