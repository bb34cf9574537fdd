package io.transship.manager.service;

import io.transship.core.detection.DetectionSettings;
import io.transship.core.detection.ThesisDetector;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.limits.MoveHistory;
import io.transship.core.limits.MoveLimits;
import io.transship.core.limits.Traits;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.Placement;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.decision.ConfiguredHost;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.DecisionParts;
import io.transship.manager.decision.DecisionSettings;
import io.transship.manager.decision.FiveHosts;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.decision.Mode;
import io.transship.manager.decision.ViewAssembler;
import io.transship.manager.event.Event;
import io.transship.manager.limits.Maintenance;
import io.transship.manager.limits.MoveGuard;
import io.transship.manager.measurement.FakeController;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.store.MaintenanceStore;
import io.transship.manager.store.MemoryDecisions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Decisions about containers on five hosts, h1 reserved. A move that was ordered waits until {@link
 * #moveOne} carries it out. Policy shortest-path: from h2 to h5, else to h3.
 */
final class DecisionStage implements HostDirectory {

    final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    final FakeFleet fleet = new FakeFleet("h1", "h2", "h3", "h4", "h5");
    final MemoryDecisions decisions = new MemoryDecisions();
    final List<Event> events = new ArrayList<>();
    final Maintenance maintenance;
    final MigrationRunner runner;
    final DecisionLoop loop;
    final List<String> moves = new ArrayList<>();
    Consumer<MigrationRequest> whenItBegins = request -> {};
    boolean failing;

    /** Whether moves are carried out as soon as they are ordered. */
    boolean atOnce;

    private final Deque<Runnable> ordered = new ArrayDeque<>();

    /** Maintenance that ends with the test. */
    private static final class MemoryMaintenance implements MaintenanceStore {

        private final Map<HostId, Instant> hosts = new HashMap<>();

        @Override
        public Map<HostId, Instant> all() {
            return hosts;
        }

        @Override
        public void begin(HostId host, Instant since) {
            hosts.put(host, since);
        }

        @Override
        public void end(HostId host) {
            hosts.remove(host);
        }
    }

    DecisionStage(Mode mode) {
        maintenance = new Maintenance(new MemoryMaintenance(), time);
        LoadBoard board = new LoadBoard(MeasurementSettings.defaults());
        MoveGuard.Sights sights =
                new MoveGuard.Sights(this::placement, this::traits, maintenance::hosts);
        MoveGuard guard = new MoveGuard(MoveLimits.defaults(), sights, MoveHistory.empty(), time);
        runner = new MigrationRunner(guard, this::move, events::add, this::order, time);
        DecisionParts parts =
                new DecisionParts(
                        new ViewAssembler(
                                new FakeController(time), board, FiveHosts.configured(), this),
                        board,
                        (session, switches, duration) -> {},
                        decisions,
                        events::add,
                        runner);
        loop =
                new DecisionLoop(
                        new DecisionSettings(
                                mode,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(4),
                                42,
                                MigrationMode.COPY),
                        parts,
                        PolicyCatalog.create("shortest-path", PolicySettings.defaults()),
                        new ThesisDetector(DetectionSettings.defaults()),
                        time,
                        Runnable::run,
                        time);
    }

    /** Puts a running container there. */
    void run(String name, String host, Map<String, String> labels) {
        IpAddress ip = new IpAddress("10.0.0." + (100 + fleet.containers.size()));
        ContainerOrder order =
                new ContainerOrder(
                        new ContainerId(name),
                        "demo",
                        List.of(),
                        Map.of(),
                        ip,
                        24,
                        AddressPool.macOf(ip),
                        Optional.empty(),
                        labels,
                        ByteCount.ZERO,
                        "no");
        fleet.start(order, new HostId(host));
    }

    private void order(Runnable move) {
        if (atOnce) {
            move.run();
        } else {
            ordered.add(move);
        }
    }

    /** Carries out what was ordered first. */
    void moveOne() {
        ordered.remove().run();
    }

    boolean hasOrders() {
        return !ordered.isEmpty();
    }

    /** The events of that type. */
    List<Map<String, Object>> told(String type) {
        return events.stream().filter(each -> each.type().equals(type)).map(Event::data).toList();
    }

    private Map<String, Object> move(MigrationRequest request) {
        whenItBegins.accept(request);
        moves.add(request.container() + " " + request.source() + " -> " + request.target());
        if (failing) {
            throw new TransshipException(FailureCode.RESTORE_FAILED, "no memory.");
        }
        fleet.containers.replaceAll(
                each ->
                        each.order().name().equals(request.container())
                                ? new DeployedContainer(
                                        each.order(), request.target(), "e", true, "running")
                                : each);
        return Map.of("id", "m1");
    }

    @Override
    public Set<HostId> reachable() {
        return FiveHosts.configured().stream().map(ConfiguredHost::id).collect(Collectors.toSet());
    }

    @Override
    public Placement placement() {
        return Placement.of(
                fleet.containers.stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.order().name(), DeployedContainer::host)));
    }

    private Map<ContainerId, Traits> traits() {
        return fleet.containers.stream()
                .collect(
                        Collectors.toMap(
                                each -> each.order().name(),
                                each -> Traits.of(each.order().labels())));
    }
}
