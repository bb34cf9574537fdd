package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.Dump.DumpFile;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import io.transship.daemon.checkpoint.oci.ContainerProcesses;
import io.transship.daemon.checkpoint.oci.DumpableContainer;
import io.transship.daemon.checkpoint.oci.EngineDescription;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps containers by Docker's checkpoints. The container is paused meanwhile and stays so: Docker
 * lets a container that it did not find paused go on after a dump, and kills one that it shall end
 * even if the dump can't be kept. So the way back is no restore, unless the container ended by
 * itself.
 */
final class StockSource implements SourceCheckpoint {

    private static final Logger LOG = LoggerFactory.getLogger(StockSource.class);

    /** Note: the dump's files are complete. */
    private static final String DUMPED = "dumped";

    /** Docker's name of the dump, and of the folder that it makes for it. */
    private static final String CHECKPOINT = "dump";

    private static final String PAUSED = "paused";

    private static final Duration RESTORE_DEADLINE = Duration.ofSeconds(60);

    private final StockHost host;
    private final Workspace workspace;
    private final StockRestore restore;

    StockSource(StockHost host) {
        this.host = host;
        this.workspace = host.workspace();
        this.restore = new StockRestore(host);
    }

    @Override
    public Handover prepare(MigrationId migration, ContainerId container, DumpOrder order) {
        ManagedContainer found = DumpableContainer.require(host.demand(container), order.mode());
        host.trees().locate(container);
        ByteCount memory = ContainerProcesses.memory(found.engineId());
        workspace.create(migration, memory);
        host.files().forDump(container);
        host.runtime().setRestartPolicy(container, RestartPolicy.NO);
        String description =
                new EngineDescription(
                                StockHost.NAME,
                                host.versions().criu(),
                                host.network().read(container),
                                List.of(),
                                List.of())
                        .write();
        return new Handover(found.spec(), found.imageId(), description, order.mode(), memory);
    }

    @Override
    public void freeze(MigrationId migration, ContainerId container) {
        if (host.demand(container).running()) {
            host.docker().post("/containers/" + container + "/pause");
        }
    }

    @Override
    public Dump dump(
            MigrationId migration, ContainerId container, DumpOrder order, Runnable begun) {
        begun.run();
        if (workspace.noted(migration, DUMPED).isEmpty()) {
            // First of all: what it would still be sent, its kernel would acknowledge for nobody.
            host.network().detach(container);
            checkpoint(migration, container, order);
            workspace.note(migration, DUMPED, container.name());
        }
        return files(workspace.images(migration).resolve(CHECKPOINT));
    }

    private void checkpoint(MigrationId migration, ContainerId container, DumpOrder order) {
        Map<String, Object> body =
                Map.of(
                        "CheckpointID",
                        CHECKPOINT,
                        "CheckpointDir",
                        workspace.images(migration).toString(),
                        "Exit",
                        false);
        try {
            host.docker().post("/containers/" + container + "/checkpoints", body, order.deadline());
        } catch (TransshipException e) {
            ContainerProcesses.killCriuOf(host.demand(container).engineId());
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "'%s' could not be dumped: %s".formatted(container, e.getMessage()),
                    e);
        }
    }

    private static Dump files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<DumpFile> files = new ArrayList<>();
            for (Path file : all.sorted().toList()) {
                files.add(new DumpFile(file.getFileName().toString(), Files.size(file)));
            }
            return new Dump(folder, files);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, "the dump can't be read: " + e, e);
        }
    }

    @Override
    public void thaw(MigrationId migration, ContainerId container) {
        throw onlyCopy();
    }

    @Override
    public void stop(MigrationId migration, ContainerId container) {
        throw onlyCopy();
    }

    private static TransshipException onlyCopy() {
        return new TransshipException(
                FailureCode.UNSUPPORTED, "Docker's own checkpoints know no other mode than copy");
    }

    @Override
    public void resume(MigrationId migration, ContainerId container) {
        host.runtime()
                .find(container)
                .ifPresentOrElse(
                        found -> bringBack(migration, found),
                        () -> LOG.warn("'{}' was removed while it moved", container));
        workspace.remove(migration);
    }

    private void bringBack(MigrationId migration, ManagedContainer found) {
        ContainerId container = found.spec().name();
        boolean paused = found.state().equals(PAUSED);
        if (paused || found.running()) {
            host.network().attach(container, found.spec().address());
        }
        if (paused) {
            host.docker().post("/containers/" + container + "/unpause");
        } else if (!found.running() && workspace.noted(migration, DUMPED).isPresent()) {
            restoreHere(migration, found);
        } else if (!found.running()) {
            // The host lost its power, and with it the dump: nobody has the state any more.
            LOG.warn(
                    "'{}' is {} and there is no dump of it: it begins anew",
                    container,
                    found.state());
            host.runtime().start(container);
        }
        host.runtime().setRestartPolicy(container, found.spec().restart());
    }

    /** It ended meanwhile, as with its engine; the files have its last state. */
    private void restoreHere(MigrationId migration, ManagedContainer found) {
        restore.takeFiles(found, files(workspace.images(migration).resolve(CHECKPOINT)));
        host.files().forRestore(migration, found.spec().name());
        try {
            restore.run(migration, found, List.of(), true, RESTORE_DEADLINE);
        } catch (TransshipException e) {
            restore.callOff(migration, found);
            throw e;
        }
        restore.removeFolder(found);
    }

    @Override
    public void finish(MigrationId migration, ContainerId container) {
        boolean dumped = workspace.noted(migration, DUMPED).isPresent();
        // After a power cut there is no note, but the container does not run either.
        boolean stopped =
                host.runtime()
                        .find(container)
                        .filter(each -> !each.running() && !each.state().equals(PAUSED))
                        .isPresent();
        if (dumped || stopped) {
            host.runtime()
                    .find(container)
                    .ifPresent(each -> host.mounts().leaveLater(migration, each.spec()));
            host.runtime().remove(container);
            host.mounts().leave(migration);
            workspace.remove(migration);
        }
    }
}
