package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ContainerId;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonDirectory;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the daemons through migrations; each step is journalled before its effect. */
public final class JournalledCoordinator implements MigrationCoordinator, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalledCoordinator.class);
    private static final int ID_BYTES = 6;

    private final MigrationParts parts;
    private final RandomGenerator random;
    private final Set<ContainerId> moving = ConcurrentHashMap.newKeySet();
    private final Map<String, MigrationRun> underWay = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * A coordinator without migrations.
     *
     * @param random for the ids of migrations
     */
    public JournalledCoordinator(MigrationParts parts, RandomGenerator random) {
        this.parts = parts;
        this.random = random;
    }

    @Override
    public Migration migrate(MigrationRequest request, MigrationListener listener) {
        check(request);
        claim(request.container());
        try {
            ContainerOrder container = find(request).order();
            NetworkSide network = new NetworkSide(parts, container);
            // Both must be known before anything is touched: one of them gets the frames in the
            // end.
            var _ = network.locate(request.source());
            var _ = network.locate(request.target());
            parts.admission().admit(request);
            Instant now = parts.clock().instant();
            OpenMigration migration =
                    new OpenMigration(newId(), request, now, MigrationPhase.PLANNED);
            LOG.info(
                    "Migration {}: {} from {} to {}",
                    migration.id(),
                    request.container(),
                    request.source(),
                    request.target());
            return driven(
                    migration.id(),
                    new MigrationRun(parts, migration, network, listener, stopping),
                    MigrationRun::run);
        } finally {
            moving.remove(request.container());
        }
    }

    @Override
    public List<Migration> recover(MigrationListener listener) {
        List<Migration> ended = new ArrayList<>();
        for (OpenMigration migration : parts.journal().open()) {
            ContainerId container = migration.request().container();
            claim(container);
            try {
                Optional<DeployedContainer> known = seek(migration.request());
                if (known.isEmpty()) {
                    LOG.error(
                            "Migration {} can't be ended yet: no host tells of {}",
                            migration.id(),
                            container);
                    continue;
                }
                ContainerOrder order = known.get().order();
                NetworkSide network = new NetworkSide(parts, order);
                ended.add(
                        driven(
                                migration.id(),
                                new MigrationRun(parts, migration, network, listener, stopping),
                                MigrationRun::recover));
            } finally {
                moving.remove(container);
            }
        }
        return ended;
    }

    private Migration driven(
            String id, MigrationRun run, Function<MigrationRun, Migration> driver) {
        underWay.put(id, run);
        try {
            return finished(driver.apply(run));
        } finally {
            underWay.remove(id);
        }
    }

    @Override
    public void abort(String id) {
        MigrationRun run = underWay.get(id);
        if (run == null) {
            throw new TransshipException(
                    FailureCode.MIGRATION_UNKNOWN, "no migration " + id + " is under way.");
        }
        run.abort();
        LOG.info("Migration {} is given up by order", id);
    }

    private void check(MigrationRequest request) {
        DaemonDirectory daemons = parts.daemons();
        var _ = daemons.client(request.source());
        var _ = daemons.client(request.target());
        if (request.mode() == MigrationMode.AUTO) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "mode auto is not one to move by; it stands for the choice of another.");
        }
        if (request.source().equals(request.target())) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    request.container() + " runs on " + request.target() + " already.");
        }
    }

    private void claim(ContainerId container) {
        if (!moving.add(container)) {
            throw new TransshipException(
                    FailureCode.MIGRATION_IN_PROGRESS, container + " is being moved already.");
        }
    }

    private DeployedContainer find(MigrationRequest request) {
        parts.daemons().refresh(request.source());
        return parts.daemons()
                .find(request.container(), request.source())
                .filter(DeployedContainer::running)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.CONTAINER_UNKNOWN,
                                        "no container "
                                                + request.container()
                                                + " runs on "
                                                + request.source()
                                                + "."));
    }

    /** A container that may be on either side, running or not. */
    private Optional<DeployedContainer> seek(MigrationRequest request) {
        parts.daemons().refresh();
        return parts.daemons()
                .find(request.container(), request.source())
                .or(() -> parts.daemons().find(request.container(), request.target()));
    }

    private Migration finished(Migration migration) {
        LOG.info(
                "Migration {} is {} after {}",
                migration.id(),
                migration.phase(),
                migration.times().total());
        parts.daemons().refresh(migration.request().source());
        parts.daemons().refresh(migration.request().target());
        return migration;
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "m-" + HexFormat.of().formatHex(bytes);
    }

    /** Nobody waits for silent hosts any longer; what is open stays in the journal. */
    @Override
    public void close() {
        stopping.countDown();
    }
}
