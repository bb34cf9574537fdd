package io.transship.manager.policy.user;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process in which policies run. It is asked one thing at a time, with a deadline; once something
 * went wrong it is of no more use and is to be closed. Not thread-safe.
 */
final class PolicyProcess implements AutoCloseable {

    private static final int LONGEST_ANSWER = 64 << 20;
    private static final int LAST_WORDS = 400;

    private final Process process;
    private final Frames frames;
    private final StringBuilder lastWords = new StringBuilder();

    private PolicyProcess(Process process) {
        this.process = process;
        this.frames =
                new Frames(process.getInputStream(), process.getOutputStream(), LONGEST_ANSWER);
        Thread.ofVirtual().start(this::listen);
    }

    /** Starts one; nothing of the manager's environment is handed on. */
    static PolicyProcess start(List<Path> jars, UserPolicySettings settings) throws PolicyFailure {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + settings.memory().bytes());
        command.addAll(
                List.of(
                        "-Xss1m",
                        "-XX:MaxMetaspaceSize=128m",
                        "-XX:MaxDirectMemorySize=16m",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-XX:ActiveProcessorCount=1",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xlog:disable",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PolicyHostMain.class.getName()));
        jars.forEach(jar -> command.add(jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        try {
            return new PolicyProcess(builder.start());
        } catch (IOException e) {
            throw new PolicyFailure("its process could not be started: " + e.getMessage());
        }
    }

    /** Whatever it prints is read, so that it never waits for a reader; the end of it is kept. */
    private void listen() {
        byte[] buffer = new byte[4096];
        try (InputStream words = process.getErrorStream()) {
            for (int read = words.read(buffer); read >= 0; read = words.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            keep("");
        }
    }

    private void keep(String words) {
        synchronized (lastWords) {
            lastWords.append(words);
            lastWords.delete(0, Math.max(0, lastWords.length() - LAST_WORDS));
        }
    }

    private String lastWords() {
        synchronized (lastWords) {
            String words = lastWords.toString().strip();
            return words.isEmpty() ? "" : "; its last words: " + words;
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws PolicyFailure if there is none in time
     */
    Map<String, Object> ask(Map<String, Object> question, Duration deadline) throws PolicyFailure {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                frames.write(question);
                                answer.complete(frames.read());
                            } catch (IOException | RuntimeException e) {
                                answer.completeExceptionally(e);
                            }
                        });
        try {
            Map<String, Object> heard = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (heard.get("error") instanceof String error) {
                throw new PolicyFailure("it threw " + error);
            }
            return heard;
        } catch (TimeoutException e) {
            throw new PolicyFailure(
                    "it did not answer within " + deadline.toMillis() + " ms" + lastWords());
        } catch (ExecutionException e) {
            throw new PolicyFailure(cause(e.getCause()) + lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicyFailure("the manager is about to end");
        }
    }

    private String cause(@Nullable Throwable cause) {
        boolean ended = cause instanceof EOFException || !process.isAlive();
        return ended
                ? "its process ended" + exitCode()
                : cause == null ? "it gave no answer" : String.valueOf(cause.getMessage());
    }

    private String exitCode() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS)
                    ? switch (process.exitValue()) {
                        case 3 -> ": it took more memory than it may";
                        default -> " with code " + process.exitValue();
                    }
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Ends it at once. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Whether it still runs. */
    boolean isAlive() {
        return process.isAlive();
    }
}
