package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a dump up to the point where CRIU has been asked for it and waits, and lets it through
 * when the container is frozen. That way the start of three programs lies before the freeze.
 * Thread-safe.
 */
final class DumpGate {

    private static final Duration ARMING = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);

    private final CommandRunner commands;
    private final Workspace workspace;
    private final Await await = new Await(Duration.ofMillis(1));
    private final ExecutorService dumps = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<MigrationId, CompletableFuture<CommandResult>> waiting =
            new ConcurrentHashMap<>();

    DumpGate(CommandRunner commands, Workspace workspace) {
        this.commands = commands;
        this.workspace = workspace;
    }

    /**
     * Starts the dump.
     *
     * @return whether it waits; if not, nothing of it is left, and it has to be made from scratch
     */
    boolean arm(MigrationId migration, Command dump) {
        Barrier barrier = barrier(migration);
        barrier.make(commands);
        Map<String, String> environment = new HashMap<>(dump.environment());
        environment.put("TRANSSHIP_BARRIER", barrier.pipe().toString());
        Command patient = dump.within(LONGEST_WAIT).with(environment);
        CompletableFuture<CommandResult> running =
                CompletableFuture.supplyAsync(() -> commands.run(patient), dumps);
        waiting.put(migration, running);
        await.until(() -> running.isDone() || barrier.isReached(), ARMING);
        if (!running.isDone() && barrier.isReached()) {
            return true;
        }
        callOff(migration);
        return false;
    }

    boolean isArmed(MigrationId migration) {
        return waiting.containsKey(migration);
    }

    /** Lets it through and returns when it is over; DEADLINE_EXCEEDED if that takes too long. */
    CommandResult open(MigrationId migration, Duration deadline) {
        CompletableFuture<CommandResult> running = waiting.remove(migration);
        if (running == null) {
            throw new IllegalStateException("no dump waits for " + migration);
        }
        barrier(migration).open();
        try {
            return running.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill(migration);
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the dump of migration %s did not end within %s".formatted(migration, deadline),
                    e);
        } catch (ExecutionException e) {
            kill(migration);
            throw e.getCause() instanceof TransshipException known
                    ? known
                    : new TransshipException(
                            FailureCode.CHECKPOINT_FAILED, "the dump failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill(migration);
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, "the daemon is being stopped", e);
        }
    }

    /** Ends a dump that waits; the container has not been touched by it. */
    void callOff(MigrationId migration) {
        waiting.remove(migration);
        kill(migration);
    }

    private void kill(MigrationId migration) {
        Path images = workspace.images(migration);
        ContainerProcesses.killAllWith(images.toString());
    }

    private Barrier barrier(MigrationId migration) {
        return new Barrier(workspace.folder(migration).resolve("dump"));
    }
}
