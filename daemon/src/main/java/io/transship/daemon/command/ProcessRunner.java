package io.transship.daemon.command;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs as child processes. Thread-safe. */
public final class ProcessRunner implements CommandRunner {

    private static final int KEPT_BYTES = 256 * 1024;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public CommandResult run(Command command) {
        return run(command, "");
    }

    @Override
    public RunningCommand start(Command command) {
        Process process = launch(command);
        CompletableFuture<Void> expiry = killAtDeadline(process, command);
        CompletableFuture<Void> spoke = new CompletableFuture<>();
        Future<String> output = readers.submit(() -> keep(process.getInputStream(), spoke));
        Future<String> errors = readers.submit(() -> keep(process.getErrorStream()));
        closeInput(process);
        CompletableFuture<CommandResult> ended =
                CompletableFuture.supplyAsync(
                        () -> await(process, command, expiry, output, errors), readers);
        return new Running(process, spoke, ended);
    }

    private record Running(
            Process process, CompletableFuture<Void> spoke, CompletableFuture<CommandResult> ended)
            implements RunningCommand {

        @Override
        public void kill() {
            ProcessRunner.kill(process);
        }
    }

    private static void closeInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException ignored) {
            // The program ended already.
        }
    }

    @Override
    public CommandResult run(Command command, String input) {
        try {
            return feed(command, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError("a text can't fail", e);
        }
    }

    @Override
    public CommandResult feed(Command command, InputStream input) throws IOException {
        Process process = launch(command);
        CompletableFuture<Void> expiry = killAtDeadline(process, command);
        Future<String> output = readers.submit(() -> keep(process.getInputStream()));
        Future<String> errors = readers.submit(() -> keep(process.getErrorStream()));
        try (OutputStream sink = process.getOutputStream()) {
            copyUntilRefused(input, sink);
        } catch (IOException e) {
            kill(process);
            expiry.cancel(false);
            throw e;
        }
        return await(process, command, expiry, output, errors);
    }

    @Override
    public CommandResult drain(Command command, OutputStream output) throws IOException {
        Process process = launch(command);
        CompletableFuture<Void> expiry = killAtDeadline(process, command);
        Future<String> errors = readers.submit(() -> keep(process.getErrorStream()));
        try {
            process.getOutputStream().close();
            process.getInputStream().transferTo(output);
        } catch (IOException e) {
            kill(process);
            if (!expiry.isDone()) {
                expiry.cancel(false);
                throw e;
            }
        }
        return await(process, command, expiry, CompletableFuture.completedFuture(""), errors);
    }

    private static Process launch(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.arguments());
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "'" + command.arguments().getFirst() + "' can't be started: " + e.getMessage(),
                    e);
        }
    }

    /** Completes once the deadline has passed and the program was killed for it. */
    private static CompletableFuture<Void> killAtDeadline(Process process, Command command) {
        CompletableFuture<Void> expiry = new CompletableFuture<>();
        expiry.completeOnTimeout(null, command.deadline().toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> _ = expiry.thenRun(() -> kill(process));
        return expiry;
    }

    private static void copyUntilRefused(InputStream input, OutputStream sink) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
            try {
                sink.write(buffer, 0, n);
                sink.flush();
            } catch (IOException closedByProgram) {
                return; // its exit code and words tell more
            }
        }
    }

    private static CommandResult await(
            Process process,
            Command command,
            CompletableFuture<Void> expiry,
            Future<String> output,
            Future<String> errors) {
        try {
            int exit = process.waitFor();
            if (!expiry.cancel(false) && expiry.isDone() && exit != 0) {
                throw new TransshipException(
                        FailureCode.DEADLINE_EXCEEDED,
                        "'" + command + "' did not end within " + command.deadline());
            }
            return new CommandResult(exit, words(output), words(errors));
        } catch (InterruptedException e) {
            kill(process);
            expiry.cancel(false);
            Thread.currentThread().interrupt();
            throw new TransshipException(
                    FailureCode.INTERNAL, "interrupted while '" + command + "' ran", e);
        }
    }

    /** A program's own children may keep the pipe open after it ended; they don't hold us up. */
    private static String words(Future<String> text) throws InterruptedException {
        try {
            return text.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "";
        }
    }

    /** Itself first: it could end in order, with 0, when a child that it waits for is killed. */
    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static String keep(InputStream stream) throws IOException {
        return keep(stream, new CompletableFuture<>());
    }

    /** Completes {@code first} with the first byte. */
    private static String keep(InputStream stream, CompletableFuture<Void> first)
            throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            first.complete(null);
            kept.write(buffer, 0, Math.min(n, KEPT_BYTES - kept.size()));
        }
        return kept.toString(StandardCharsets.UTF_8);
    }
}
