package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.runtime.ManagedContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a container through its engine up to the point where our OCI runtime waits at a barrier,
 * and lets it through when the dump's files are there. That way the engine's share of a start lies
 * before the freeze.
 */
final class RestoreGate {

    private static final Duration ARMING = Duration.ofSeconds(30);
    private static final Duration GIVING_UP = Duration.ofSeconds(3);
    private static final Duration CALLING_OFF = Duration.ofSeconds(10);

    private final OciEngine engine;
    private final CommandRunner commands;
    private final Workspace workspace;
    private final Await await = new Await(Duration.ofMillis(1));
    private final ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<MigrationId, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    /** Lets this engine start containers. */
    RestoreGate(OciEngine engine, CommandRunner commands, Workspace workspace) {
        this.engine = engine;
        this.commands = commands;
        this.workspace = workspace;
    }

    /** Returns when the container's start waits at the barrier. */
    void arm(MigrationId migration, ContainerId container) {
        if (waiting.containsKey(migration)) {
            return;
        }
        Path folder = workspace.folder(migration);
        workspace.forget(migration, "waiting");
        workspace.forget(migration, "wrapper");
        workspace.forget(migration, "go");
        if (!commands.run(Command.of("mkfifo", "-m", "600", folder + "/go")).succeeded()) {
            throw failed(container, "no barrier could be made in " + folder);
        }
        workspace.announce(migration, container);
        CompletableFuture<Void> start =
                CompletableFuture.runAsync(() -> engine.start(container), starts);
        waiting.put(migration, start);
        await.until(() -> start.isDone() || Files.exists(folder.resolve("waiting")), ARMING);
        if (start.isDone() || !Files.exists(folder.resolve("waiting"))) {
            throw failed(container, "its start does not wait for the restore: " + outcome(start));
        }
    }

    /** Lets it through and returns when the engine calls the container started. */
    void open(MigrationId migration, ContainerId container, Duration deadline) {
        CompletableFuture<Void> start = waiting.get(migration);
        if (start == null) {
            throw failed(container, "the daemon was started anew while the restore waited");
        }
        say(migration, "go");
        try {
            start.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the restore of '%s' did not end within %s (%s)"
                            .formatted(container, deadline, log(migration)),
                    e);
        } catch (ExecutionException e) {
            throw failed(container, words(e) + " (" + log(migration) + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(container, "the daemon is being stopped");
        }
        clear(migration, container);
    }

    /**
     * Ends a start that waits or restores. When it returns, the engine's start has failed and no
     * process of the container is left.
     */
    void callOff(MigrationId migration, ManagedContainer copy) {
        ContainerId container = copy.spec().name();
        Optional<Path> runcRoot = workspace.runcRoot(copy.engineId());
        CompletableFuture<Void> start =
                waiting.getOrDefault(migration, CompletableFuture.completedFuture(null));
        if (Files.exists(workspace.folder(migration).resolve("go"))) {
            say(migration, "off");
        }
        // Without its CRIU runc gives up by itself, and takes its mounts down.
        workspace
                .wrapper(migration)
                .ifPresent(pid -> ContainerProcesses.killDescendants(pid, "criu"));
        if (!await.until(start::isDone, GIVING_UP)) {
            workspace.wrapper(migration).ifPresent(ContainerProcesses::killTree);
        }
        boolean dead = ContainerProcesses.kill(copy.engineId());
        if (!await.until(start::isDone, CALLING_OFF) || !dead) {
            throw failed(container, "its start could not be called off");
        }
        runcRoot.ifPresent(root -> workspace.removeRuncLeftovers(root, copy.engineId()));
        clear(migration, container);
    }

    private void clear(MigrationId migration, ContainerId container) {
        waiting.remove(migration);
        workspace.withdraw(container);
        workspace.forget(migration, "go");
        workspace.forget(migration, "wrapper");
        workspace.forget(migration, "waiting");
    }

    /** Opened for both directions, a named pipe makes nobody wait. */
    private void say(MigrationId migration, String word) {
        Path barrier = workspace.folder(migration).resolve("go");
        try (FileChannel channel =
                FileChannel.open(barrier, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.RESTORE_FAILED, barrier + " can't be opened: " + e, e);
        }
    }

    private String log(MigrationId migration) {
        return CriuLog.errors(workspace.work(migration).resolve("restore.log"));
    }

    private static String outcome(CompletableFuture<Void> start) {
        if (!start.isDone()) {
            return "the engine is still busy after " + ARMING;
        }
        return start.isCompletedExceptionally()
                ? words(new ExecutionException(start.exceptionNow()))
                : "it was started at once; is the OCI runtime of this release registered?";
    }

    private static String words(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null ? e.toString() : cause.getMessage();
    }

    private static TransshipException failed(ContainerId container, String reason) {
        return new TransshipException(
                FailureCode.RESTORE_FAILED,
                "'%s' can't be restored: %s".formatted(container, reason));
    }
}
