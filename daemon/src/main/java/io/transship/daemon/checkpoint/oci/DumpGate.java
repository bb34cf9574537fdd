package io.transship.daemon.checkpoint.oci;

import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.RunningCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Starts a dump up to the point where CRIU has been asked for it and waits, and lets it through
 * when the container is frozen. That way the start of three programs lies before the freeze.
 * Thread-safe.
 */
final class DumpGate {

    private static final Duration ARMING = Duration.ofSeconds(5);

    private final CommandRunner commands;
    private final Workspace workspace;
    private final Await await = new Await(Duration.ofMillis(1));
    private final Map<MigrationId, RunningCommand> waiting = new ConcurrentHashMap<>();

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
        RunningCommand running = commands.start(dump.with(environment));
        waiting.put(migration, running);
        await.until(() -> running.ended().isDone() || barrier.isReached(), ARMING);
        if (!running.ended().isDone() && barrier.isReached()) {
            return true;
        }
        callOff(migration);
        return false;
    }

    /** The dump that waits. */
    Optional<RunningCommand> armed(MigrationId migration) {
        return Optional.ofNullable(waiting.get(migration));
    }

    /** Lets it through. */
    void open(MigrationId migration) {
        waiting.remove(migration);
        barrier(migration).open();
    }

    /** Whether the dump's files are complete, though CRIU is not out yet. */
    boolean isDone(MigrationId migration) {
        return barrier(migration).isDone();
    }

    /**
     * Waits until the dump's files are complete, or {@code orElse} holds.
     *
     * @return whether either came within the deadline
     */
    boolean awaitDone(MigrationId migration, BooleanSupplier orElse, Duration deadline) {
        return barrier(migration).awaitDone(orElse, deadline);
    }

    /** CRIU, which has done its work, leaves the container's processes alone and ends. */
    void letEnd(MigrationId migration) {
        barrier(migration).letEnd();
    }

    /** Ends a dump that waits; the container has not been touched by it. */
    void callOff(MigrationId migration) {
        waiting.remove(migration);
        ContainerProcesses.killAllWith(workspace.images(migration).toString());
    }

    private Barrier barrier(MigrationId migration) {
        return new Barrier(workspace.folder(migration).resolve("dump"));
    }
}
