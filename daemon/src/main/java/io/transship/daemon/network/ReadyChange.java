package io.transship.daemon.network;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * A change of the network for which the programs run already: they wait for their orders on their
 * standard input. Thread-safe; the change is made at most once.
 */
public final class ReadyChange implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofHours(2);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Await EAGER = new Await(Duration.ofNanos(200_000));
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final List<Waiting> programs = new ArrayList<>();
    private boolean made;

    /**
     * One program that waits.
     *
     * @param words what it will be told
     * @param input where
     * @param end what came of it
     * @param seen whether the change is made, though the program may not have ended
     */
    private record Waiting(
            String words,
            PipedOutputStream input,
            CompletableFuture<CommandResult> end,
            BooleanSupplier seen) {}

    ReadyChange() {}

    /** Starts one more program, which will be told these words after those before it have ended. */
    ReadyChange with(CommandRunner commands, Command program, String words) {
        return with(commands, program, words, () -> false);
    }

    /** The same, where one can see that the change is made sooner than that the program ended. */
    ReadyChange with(CommandRunner commands, Command program, String words, BooleanSupplier seen) {
        PipedOutputStream input = new PipedOutputStream();
        try {
            PipedInputStream reading = new PipedInputStream(input);
            programs.add(
                    new Waiting(
                            words,
                            input,
                            CompletableFuture.supplyAsync(
                                    () -> feed(commands, program.within(LONGEST_WAIT), reading),
                                    THREADS),
                            seen));
            return this;
        } catch (IOException e) {
            throw failed(e.toString());
        }
    }

    private static CommandResult feed(
            CommandRunner commands, Command program, PipedInputStream input) {
        try (input) {
            return commands.feed(program, input);
        } catch (IOException e) {
            throw failed(e.toString());
        }
    }

    /** Makes the change, unless it was made; ENGINE_FAILED if a program could not. */
    public synchronized void make() {
        if (made) {
            return;
        }
        programs.forEach(ReadyChange::make);
        made = true;
    }

    private static void make(Waiting program) {
        try (PipedOutputStream input = program.input()) {
            input.write(program.words().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(e.toString());
        }
        EAGER.until(() -> program.seen().getAsBoolean() || program.end().isDone(), LONGEST_LOOK);
        if (program.seen().getAsBoolean()) {
            return;
        }
        try {
            CommandResult result = program.end().join();
            if (!result.succeeded()) {
                throw failed(result.words());
            }
        } catch (CompletionException e) {
            throw failed(String.valueOf(e.getCause()));
        }
    }

    private static TransshipException failed(String words) {
        return new TransshipException(
                FailureCode.ENGINE_FAILED,
                "the container's port could not be changed: " + words,
                "Check the host's bridge and that the daemon runs as root.",
                null);
    }

    /** Programs that still wait end without having done anything. */
    @Override
    public void close() {
        for (Waiting program : programs) {
            try {
                program.input().close();
            } catch (IOException ignored) {
                // It has ended.
            }
        }
    }
}
