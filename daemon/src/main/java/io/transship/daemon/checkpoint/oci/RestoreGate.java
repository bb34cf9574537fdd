package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.runtime.ManagedContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /** Note for our OCI runtime: when it is called off, it shall wait once more. */
    private static final String AGAIN = "again";

    /** Note of our OCI runtime: it is not it that waits, but the CRIU that it has started. */
    private static final String EARLY = "early";

    private static final List<String> NOTES = List.of("wrapper", AGAIN, EARLY);

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
        NOTES.forEach(note -> workspace.forget(migration, note));
        Barrier barrier = barrier(migration);
        barrier.make(commands);
        workspace.announce(migration, container);
        CompletableFuture<Void> start =
                CompletableFuture.runAsync(() -> engine.start(container), starts);
        waiting.put(migration, start);
        await.until(() -> start.isDone() || barrier.isReached(), ARMING);
        if (start.isDone() || !barrier.isReached()) {
            throw failed(container, "its start does not wait for the restore: " + outcome(start));
        }
    }

    /**
     * The container's writable layer is about to be replaced: nobody looks at it when this returns.
     * The start still waits.
     */
    void stepBack(MigrationId migration, ContainerId container) {
        Barrier barrier = barrier(migration);
        if (workspace.noted(migration, EARLY).isEmpty()
                || workspace.noted(migration, AGAIN).isPresent()) {
            return;
        }
        workspace.note(migration, AGAIN, "");
        CompletableFuture<Void> start = demand(migration, container);
        barrier.forgetReached();
        barrier.callOff();
        await.until(() -> start.isDone() || barrier.isReached(), ARMING);
        if (start.isDone() || !barrier.isReached()) {
            throw failed(container, "its start does not wait any more: " + outcome(start));
        }
    }

    /** Lets it through and returns when the copy runs; {@link #settle} waits for the engine. */
    void open(MigrationId migration, ContainerId container, Duration deadline) {
        CompletableFuture<Void> start = demand(migration, container);
        Barrier barrier = barrier(migration);
        barrier.open();
        if (!barrier.awaitDone(start::isDone, deadline)) {
            throw late(migration, container, deadline);
        }
        if (!barrier.isDone()) {
            settle(migration, container, deadline);
        }
    }

    /** The copy runs: its engine goes on with the start. */
    void letEnd(MigrationId migration) {
        barrier(migration).letEnd();
    }

    /**
     * Returns when the engine calls the container started, or running: it may have been killed
     * before it could answer. Of a start that an earlier life of this daemon began nobody can tell,
     * but the copy runs: its next start must not be a restore.
     */
    void settle(MigrationId migration, ContainerId container, Duration deadline) {
        letEnd(migration);
        CompletableFuture<Void> start = waiting.get(migration);
        if (start == null) {
            clear(migration, container);
            return;
        }
        try {
            start.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late(migration, container, deadline);
        } catch (ExecutionException e) {
            if (!isRunning(container)) {
                throw failed(container, words(e) + " (" + log(migration) + ")");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(container, "the daemon is being stopped");
        }
        clear(migration, container);
    }

    /**
     * RESTORE_FAILED if the engine's start has come to nothing although the copy runs: an engine
     * that was killed before it knew of the copy ends it.
     */
    void requireStart(MigrationId migration, ContainerId container) {
        CompletableFuture<Void> start = waiting.get(migration);
        if (start != null && start.isCompletedExceptionally() && !isRunning(container)) {
            throw failed(container, words(new ExecutionException(start.exceptionNow())));
        }
    }

    private boolean isRunning(ContainerId container) {
        try {
            return engine.process(container) > 0;
        } catch (TransshipException e) {
            return false; // it has not been started again yet
        }
    }

    private CompletableFuture<Void> demand(MigrationId migration, ContainerId container) {
        CompletableFuture<Void> start = waiting.get(migration);
        if (start == null) {
            throw failed(container, "the daemon was started anew while the restore waited");
        }
        return start;
    }

    private TransshipException late(
            MigrationId migration, ContainerId container, Duration deadline) {
        return new TransshipException(
                FailureCode.DEADLINE_EXCEEDED,
                "the restore of '%s' did not end within %s (%s)"
                        .formatted(container, deadline, log(migration)));
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
        Barrier barrier = barrier(migration);
        if (barrier.isThere()) {
            barrier.callOff();
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
        NOTES.forEach(note -> workspace.forget(migration, note));
        barrier(migration).remove();
    }

    private Barrier barrier(MigrationId migration) {
        return new Barrier(workspace.folder(migration).resolve("go"));
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
