package io.transship.daemon.command;

import java.util.concurrent.CompletableFuture;

/** A program that was started and goes on. Thread-safe. */
public interface RunningCommand {

    /** Completes when the program has written something to its standard output. */
    CompletableFuture<Void> spoke();

    /**
     * Completes when it ended; fails with DEADLINE_EXCEEDED if it was killed at its deadline, or
     * with what kept it from running.
     */
    CompletableFuture<CommandResult> ended();

    /** Kills it with all it started; nothing happens if it ended. */
    void kill();
}
