package io.transship.manager.service;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.HostLoad;
import io.transship.core.view.Placement;
import io.transship.manager.checks.CheckedAdmission;
import io.transship.manager.checks.DaemonChecks;
import io.transship.manager.checks.FitnessChecks;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.CargoMeter;
import io.transship.manager.daemons.CargoRounds;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonCargo;
import io.transship.manager.daemons.DaemonDirectory;
import io.transship.manager.daemons.DaemonEndpoint;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.daemons.RememberedCargo;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.migration.CoordinatorSettings;
import io.transship.manager.migration.JournalledCoordinator;
import io.transship.manager.migration.MigrationCoordinator;
import io.transship.manager.migration.MigrationParts;
import io.transship.settings.TlsIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The daemons over gRPC, asked again and again how they are. Thread-safe. */
public final class GrpcDaemons implements DaemonSide, Fleet, HostDirectory {

    private static final Duration TICK = Duration.ofMillis(500);

    /** How often each host is asked about one of its containers. */
    private static final Duration MEASURING = Duration.ofSeconds(10);

    /** So many ticks pass between two rounds while all daemons answer. */
    private static final int CALM_TICKS = 6;

    private final DaemonDirectory directory;
    private final DaemonChecks checks;
    private final RememberedCargo cargo;
    private final JournalledCoordinator coordinator;
    private final Announcements announcements;
    private final AtomicBoolean asking = new AtomicBoolean();
    private int ticks;

    /**
     * Begins to ask.
     *
     * @throws io.transship.core.failure.TransshipException CONFIG_INVALID for TLS files that can't
     *     be used
     */
    public GrpcDaemons(Surroundings surroundings) {
        ManagerConfig config = surroundings.config();
        TlsIdentity tls = TlsIdentity.load(config.tls(), surroundings.clock().instant());
        announcements = new Announcements(surroundings.network(), surroundings.journal()::open);
        directory =
                new DaemonDirectory(
                        config.hosts().stream()
                                .map(
                                        host ->
                                                new DaemonEndpoint(
                                                        host.name(), host.address(), host.daemon()))
                                .toList(),
                        tls.files(),
                        surroundings.workers(),
                        announcements);
        DaemonCargo meter = new DaemonCargo(directory);
        cargo = new RememberedCargo(meter, surroundings.clock());
        checks =
                new DaemonChecks(
                        directory, surroundings.network().locator()::locate, surroundings.clock());
        coordinator =
                new JournalledCoordinator(
                        new MigrationParts(
                                directory,
                                surroundings.network().redirect(),
                                surroundings.network().locator(),
                                new CheckedAdmission(checks),
                                surroundings.network().bound(),
                                surroundings.journal(),
                                surroundings.clock(),
                                surroundings.workers(),
                                CoordinatorSettings.usual(config.bandwidthDefaultFrequency())),
                        new SecureRandom());
        surroundings.scheduler().every(TICK, () -> surroundings.workers().execute(this::tick));
        measureAgainAndAgain(surroundings, meter);
    }

    private void measureAgainAndAgain(Surroundings surroundings, DaemonCargo meter) {
        CargoRounds rounds =
                new CargoRounds(
                        directory::containers,
                        () -> !surroundings.journal().open().isEmpty(),
                        meter,
                        cargo,
                        surroundings.workers());
        surroundings
                .scheduler()
                .every(MEASURING, () -> surroundings.workers().execute(rounds::advance));
    }

    private void tick() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            announcements.advance();
            List<HostId> silent =
                    directory.statuses().stream()
                            .filter(status -> !status.reachable())
                            .map(DaemonStatus::host)
                            .toList();
            ticks++;
            if (!silent.isEmpty() || ticks % CALM_TICKS == 0) {
                silent.forEach(host -> directory.client(host).reconnect());
                directory.refresh();
                forgetTheGone();
            }
        } finally {
            asking.set(false);
        }
    }

    /** Only when all answer: one that is silent may have it. */
    private void forgetTheGone() {
        if (allAnswer()) {
            announcements.retain(
                    directory.containers().stream()
                            .map(each -> each.order().name())
                            .collect(Collectors.toSet()));
        }
    }

    @Override
    public Fleet fleet() {
        return this;
    }

    @Override
    public HostDirectory directory() {
        return this;
    }

    @Override
    public MigrationCoordinator coordinator() {
        return coordinator;
    }

    @Override
    public FitnessChecks checks() {
        return checks;
    }

    @Override
    public CargoMeter cargo() {
        return cargo;
    }

    @Override
    public List<DaemonStatus> statuses() {
        return directory.statuses();
    }

    @Override
    public List<DeployedContainer> containers() {
        return directory.containers();
    }

    @Override
    public DeployedContainer start(ContainerOrder order, HostId host) {
        return directory.start(order, host);
    }

    @Override
    public Set<HostId> reachable() {
        return directory.statuses().stream()
                .filter(DaemonStatus::reachable)
                .map(DaemonStatus::host)
                .collect(Collectors.toSet());
    }

    @Override
    public Placement placement() {
        Map<ContainerId, HostId> hosts = new HashMap<>();
        for (DeployedContainer container : directory.containers()) {
            if (container.running()) {
                hosts.put(container.order().name(), container.host());
            }
        }
        return Placement.of(hosts);
    }

    @Override
    public Map<HostId, HostLoad> loads() {
        Map<HostId, HostLoad> loads = new HashMap<>();
        directory
                .statuses()
                .forEach(each -> each.load().ifPresent(load -> loads.put(each.host(), load)));
        return loads;
    }

    @Override
    public Map<ContainerId, ContainerFacts> facts() {
        return cargo.of(placement().hosts().keySet());
    }

    @Override
    public void close() {
        coordinator.close();
        directory.close();
    }
}
