package io.transship.lab.cli;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.Cargo;
import io.transship.core.view.Placement;
import io.transship.manager.checks.FitnessChecks;
import io.transship.manager.config.HostConfig;
import io.transship.manager.daemons.CargoMeter;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationCoordinator;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.migration.MigrationListener;
import io.transship.manager.migration.MigrationProgress;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.MigrationTimes;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.service.DaemonSide;
import io.transship.manager.service.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Daemons that keep their contract without any engine: what is started runs, what is migrated runs
 * elsewhere, and a migration to {@link #BROKEN} is rolled back. Journals as the real one.
 */
final class PlayedDaemons implements DaemonSide, Fleet, HostDirectory, MigrationCoordinator {

    static final String BROKEN = "h4";

    private final List<HostId> hosts;
    private final MigrationJournal journal;
    private final Clock clock;
    private final Map<ContainerId, DeployedContainer> containers = new TreeMap<>();
    private int count;

    PlayedDaemons(DaemonSide.Surroundings surroundings) {
        this.hosts = surroundings.config().hosts().stream().map(HostConfig::name).toList();
        this.journal = surroundings.journal();
        this.clock = surroundings.clock();
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
        return this;
    }

    /** Hosts are fit, but {@link #BROKEN} has no memory left. */
    @Override
    public FitnessChecks checks() {
        return new PlayedChecks();
    }

    @Override
    public CargoMeter cargo() {
        return (container, source, target, watch) ->
                new CargoMeter.MeasuredCargo(
                        new Cargo(
                                ByteCount.ofMiB(64),
                                Optional.empty(),
                                ByteCount.ZERO,
                                ByteCount.ZERO,
                                ByteCount.ofMiB(8)),
                        "");
    }

    @Override
    public void close() {}

    @Override
    public List<DaemonStatus> statuses() {
        return hosts.stream()
                .map(
                        host ->
                                new DaemonStatus(
                                        host,
                                        true,
                                        List.of("mode:copy", "mode:page-server"),
                                        "docker 26.1",
                                        Optional.empty(),
                                        ""))
                .toList();
    }

    @Override
    public synchronized List<DeployedContainer> containers() {
        return new ArrayList<>(containers.values());
    }

    @Override
    public synchronized DeployedContainer start(ContainerOrder order, HostId host) {
        DeployedContainer made = new DeployedContainer(order, host, "e1", true, "running");
        containers.put(order.name(), made);
        return made;
    }

    @Override
    public Set<HostId> reachable() {
        return Set.copyOf(hosts);
    }

    @Override
    public synchronized Placement placement() {
        return Placement.of(
                containers.values().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.order().name(), DeployedContainer::host)));
    }

    @Override
    public Migration migrate(MigrationRequest request, MigrationListener listener) {
        String id = nextId();
        journal.begin(id, request, clock.instant());
        for (MigrationPhase phase :
                List.of(MigrationPhase.PREPARING, MigrationPhase.TRANSFERRING)) {
            listener.onProgress(
                    new MigrationProgress(
                            id,
                            request,
                            phase,
                            "detail",
                            new ByteCount(512),
                            new ByteCount(1024),
                            BitRate.ofMbps(5),
                            Duration.ofMillis(10)));
        }
        Migration migration = ended(id, request, !request.target().name().equals(BROKEN));
        journal.end(migration, clock.instant());
        return migration;
    }

    private synchronized String nextId() {
        count++;
        return "m" + count;
    }

    private synchronized Migration ended(String id, MigrationRequest request, boolean well) {
        HostId serving = well ? request.target() : request.source();
        containers.computeIfPresent(
                request.container(),
                (name, old) -> new DeployedContainer(old.order(), serving, "e2", true, "running"));
        Duration some = Duration.ofMillis(250);
        return new Migration(
                id,
                request,
                clock.instant(),
                well ? MigrationPhase.COMMITTED : MigrationPhase.ROLLED_BACK,
                Optional.of(serving),
                new MigrationTimes(some, some, some, some, some, some, some, some),
                ByteCount.ofMiB(3),
                ByteCount.ofMiB(4),
                ByteCount.ofMiB(2),
                Optional.of(new HoldReport(7, 6, 1, 0, some)),
                well
                        ? Optional.empty()
                        : Optional.of(
                                new TransshipException(
                                        FailureCode.RESTORE_FAILED, "h4 could not restore.")));
    }

    @Override
    public void abort(String id) {
        throw new TransshipException(
                FailureCode.MIGRATION_UNKNOWN, "no migration " + id + " is under way.");
    }

    @Override
    public List<Migration> recover(MigrationListener listener) {
        return List.of();
    }
}
