package io.transship.lab.bench.migrate;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.client.GapClientMain;
import io.transship.lab.bench.client.GapLine;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client on a machine of the lab. Used by one thread. */
final class GapWatch implements AutoCloseable {

    static final Duration REQUEST_PERIOD = Duration.ofMillis(2);

    private static final List<String> FLAGS =
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final Duration patience;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final String checksumBefore;

    /** Starts it and waits until it talks to the server; patience is with the server. */
    GapWatch(Machine machine, String server, boolean passing, Duration patience)
            throws InterruptedException {
        this.patience = patience;
        List<String> arguments = new ArrayList<>();
        arguments.add(server);
        arguments.add(String.valueOf(DemoImage.SERVER_PORT));
        arguments.add(String.valueOf(REQUEST_PERIOD.toMillis()));
        arguments.add(String.valueOf(patience.toMillis()));
        if (passing) {
            arguments.add(GapClientMain.PASSING);
        }
        process = machine.startJava(GapClientMain.class.getName(), FLAGS, arguments);
        Thread.startVirtualThread(() -> read(process.inputReader(StandardCharsets.UTF_8)));
        Thread.startVirtualThread(() -> read(process.errorReader(StandardCharsets.UTF_8)));
        try {
            checksumBefore = next().checksum();
        } catch (TransshipException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException ignored) {
            // It was destroyed.
        }
    }

    /** The longest silence since this was asked before. */
    GapLine ask() throws InterruptedException {
        say("gap");
        return next();
    }

    /** Waits for the replies that are due, and ends the client. */
    GapLine finish() throws InterruptedException {
        say("end");
        return next();
    }

    boolean isIntact(GapLine last) {
        return last.checksum().equals(checksumBefore);
    }

    private void say(String word) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            in.flush();
        } catch (IOException e) {
            throw silent("it has ended: " + String.join(" ", lines));
        }
    }

    private GapLine next() throws InterruptedException {
        Optional<String> line = Optional.empty();
        StringBuilder words = new StringBuilder();
        do {
            line = Optional.ofNullable(lines.poll(3 * patience.toMillis(), TimeUnit.MILLISECONDS));
            line.filter(text -> !text.startsWith("{"))
                    .ifPresent(text -> words.append(text).append(' '));
        } while (line.isPresent() && !line.get().startsWith("{"));
        return GapLine.parse(line.orElseThrow(() -> silent(words.toString())));
    }

    private static TransshipException silent(String words) {
        return new TransshipException(
                FailureCode.INTERNAL, "the client does not answer: " + words + ".");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
