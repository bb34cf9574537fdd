package io.transship.lab.testbed;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The process that keeps a lab (testbed/keeper.py): it builds it, ends it when we go, and removes
 * what is left of it.
 */
final class Keeper implements AutoCloseable {

    private static final List<String> FILES =
            List.of("keeper.py", "driver.py", "network.py", "machines.py", "machine-init.sh");

    /** Takes one line of JSON from standard input, and runs the program in it. */
    private static final String BOOT =
            "import json;REQUEST=json.loads(open(0,'rb',0,closefd=False).readline());"
                    + "exec(compile(REQUEST['files']['keeper.py'],'keeper.py','exec'))";

    private final Process process;
    private final BufferedReader events;
    private volatile boolean ending;

    /** Ctrl-C ends this process, and it should not end before its lab has. */
    private final Thread hook = new Thread(this::end, "lab-end");

    private Keeper(Process process) {
        this.process = process;
        this.events = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a keeper, which starts a lab. In a session of its own: a terminal's Ctrl-C is ours
     * alone.
     */
    static Keeper start(String name, Map<String, ?> spec) {
        return launch(Map.of("name", name, "files", files(), "spec", spec));
    }

    /** Removes what dead labs have left. */
    static void sweep() {
        try (Keeper keeper = launch(Map.of("files", files(), "sweep", true))) {
            keeper.process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Keeper launch(Map<String, ?> request) {
        try {
            Process process =
                    new ProcessBuilder("setsid", "/usr/bin/python3", "-I", "-c", BOOT)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Keeper keeper = new Keeper(process);
            Runtime.getRuntime().addShutdownHook(keeper.hook);
            keeper.write(DriverClient.JSON.writeValueAsString(request));
            return keeper;
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE, "the lab's keeper does not start: " + e, e);
        }
    }

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        for (String name : FILES) {
            try (InputStream in = Keeper.class.getResourceAsStream("/testbed/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the jar lacks testbed/" + name);
                }
                files.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /**
     * The next event.
     *
     * @throws TransshipException if it is a failure, or the keeper ended
     */
    JsonNode next() {
        try {
            String line = events.readLine();
            if (line == null && ending) {
                throw new CancellationException("this process ends, and its lab with it");
            }
            if (line == null) {
                throw new TransshipException(
                        FailureCode.INTERNAL, "the lab ended while it was being built.");
            }
            JsonNode event = DriverClient.JSON.readTree(line);
            if (event.path("event").asString("").equals("failed")) {
                throw new TransshipException(
                        FailureCode.valueOf(event.path("code").asString("INTERNAL")),
                        event.path("message").asString(""));
            }
            return event;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the lab go on without us. */
    void detach() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            write("detach");
            JsonNode event = next();
            while (!event.path("event").asString("").equals("detached")) {
                event = next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this process is ending, and the lab with it. */
    boolean isEnding() {
        return ending;
    }

    long pid() {
        return process.pid();
    }

    private void write(String line) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends the lab and waits until nothing is left of it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            return; // this process is ending, and the hook is at it
        }
        end();
    }

    private void end() {
        ending = true;
        try {
            process.getOutputStream().close();
            events.transferTo(java.io.Writer.nullWriter());
            if (!process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransshipException(
                        FailureCode.DEADLINE_EXCEEDED, "the lab did not end within 60 s.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
