package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.oci.ContainerProcesses;
import io.transship.daemon.command.Await;
import io.transship.daemon.network.Neighbour;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.tree.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One start of a container from a dump, which lies where Docker keeps its own dumps of it: Docker
 * takes them from no other place. Thread-safe for different migrations.
 */
final class StockRestore {

    /** Docker's name of the dump, and of its folder. */
    private static final String CHECKPOINT = "transship";

    private static final Duration LONGEST_START = Duration.ofHours(3);
    private static final Duration GIVING_UP = Duration.ofSeconds(3);
    private static final Duration CALLING_OFF = Duration.ofSeconds(10);

    private final StockHost host;
    private final Await await = new Await(Duration.ofMillis(1));
    private final ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<MigrationId, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    StockRestore(StockHost host) {
        this.host = host;
    }

    /** Where the dump of the copy has to be; on disk. */
    Path folder(ManagedContainer copy) {
        String root = host.docker().get("/info").path("DockerRootDir").asString("/var/lib/docker");
        return Path.of(root, "containers", copy.engineId(), "checkpoints", CHECKPOINT);
    }

    /** The same, made for root only. */
    Path makeFolder(ManagedContainer copy) {
        Path folder = folder(copy);
        try {
            return Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new TransshipException(FailureCode.DISK_FULL, folder + " can't be made: " + e, e);
        }
    }

    /** The dump of a container that is to come back on its own host. */
    void takeFiles(ManagedContainer container, Dump dump) {
        Path folder = makeFolder(container);
        try {
            for (Dump.DumpFile file : dump.files()) {
                Files.copy(
                        dump.directory().resolve(file.name()),
                        folder.resolve(file.name()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.DISK_FULL, folder + " can't take the dump: " + e, e);
        }
    }

    void removeFolder(ManagedContainer copy) {
        Path folder = folder(copy);
        try {
            if (Files.exists(folder)) {
                FolderTree.empty(folder);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED, folder + " can't be removed: " + e, e);
        }
    }

    /**
     * Returns when the copy runs.
     *
     * @param plugged whether its port is in the bridge from before it runs on
     */
    void run(
            MigrationId migration,
            ManagedContainer copy,
            List<Neighbour> neighbours,
            boolean plugged,
            Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> start(copy), starts);
        running.put(migration, start);
        boolean asked =
                await.until(
                        () -> start.isDone() || host.files().waiting(migration).isPresent(),
                        deadline);
        if (asked && !start.isDone()) {
            makeNetwork(copy, host.files().waiting(migration).orElseThrow(), neighbours);
            if (plugged) {
                host.network().attach(copy.spec().name(), copy.spec().address());
            }
            host.files().plugged(migration);
        }
        if (!await.until(start::isDone, Duration.ofNanos(end - System.nanoTime()))) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the restore of '%s' did not end within %s (restore.log is Docker's)"
                            .formatted(copy.spec().name(), deadline));
        }
        if (start.isCompletedExceptionally()) {
            throw failed(copy, String.valueOf(start.exceptionNow().getMessage()));
        }
        running.remove(migration);
    }

    private void start(ManagedContainer copy) {
        host.docker()
                .post(
                        "/containers/" + copy.engineId() + "/start?checkpoint=" + CHECKPOINT,
                        LONGEST_START);
    }

    private void makeNetwork(ManagedContainer copy, long process, List<Neighbour> neighbours) {
        ContainerId name = copy.spec().name();
        host.network().adopt(name, copy.spec().address(), process);
        host.network().add(name, neighbours);
    }

    /** Ends a start. When it returns, no process of the container is left. */
    void callOff(MigrationId migration, ManagedContainer copy) {
        CompletableFuture<Void> start =
                running.getOrDefault(migration, CompletableFuture.completedFuture(null));
        // Without its CRIU runc gives up by itself, and takes its mounts down.
        if (!start.isDone()) {
            ContainerProcesses.killCriuOf(copy.engineId());
        }
        if (!await.until(start::isDone, GIVING_UP)) {
            ContainerProcesses.killAllWith(copy.engineId());
        }
        boolean ended = await.until(start::isDone, CALLING_OFF);
        if (!ContainerProcesses.kill(copy.engineId()) || !ended) {
            throw failed(copy, "its start could not be called off");
        }
        running.remove(migration);
    }

    private static TransshipException failed(ManagedContainer copy, String reason) {
        return new TransshipException(
                FailureCode.RESTORE_FAILED,
                "'%s' can't be restored: %s".formatted(copy.spec().name(), reason));
    }
}
