package io.transship.lab.demo.stage;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The stream that overloads the switches: an iperf3 client on a machine. Thread-safe. */
public final class Load implements AutoCloseable {

    /** Small writes, so that the stream is even and not a burst each quarter of a second. */
    private static final String WRITE_BYTES = "2896";

    private static final String LONGEST_SECONDS = "3600";

    private final Process process;
    private final Tail errors;
    private final LoadStream stream = new LoadStream();
    private final CountDownLatch running = new CountDownLatch(1);
    private volatile boolean ended;

    /** Starts to send {@code rate} to the iperf3 server at {@code server}. */
    public Load(Machine machine, String server, BitRate rate) {
        process =
                machine.start(
                        List.of(
                                "iperf3",
                                "--client",
                                server,
                                "--port",
                                String.valueOf(DemoImage.LOAD_PORT),
                                "--bitrate",
                                String.valueOf(rate.bps()),
                                "--length",
                                WRITE_BYTES,
                                "--time",
                                LONGEST_SECONDS,
                                "--json-stream",
                                "--forceflush"));
        errors = Tail.of(process.errorReader(StandardCharsets.UTF_8));
        Thread.startVirtualThread(this::readAll);
    }

    private void readAll() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                stream.line(line);
                if (stream.started()) {
                    running.countDown();
                }
            }
        } catch (IOException ignored) {
            // It was destroyed.
        } finally {
            ended = true;
            running.countDown();
        }
    }

    /** Waits until it has its connection. */
    public void awaitRunning(Duration patience) throws InterruptedException {
        if (!running.await(patience.toMillis(), TimeUnit.MILLISECONDS) || !stream.started()) {
            throw new TransshipException(
                    FailureCode.INTERNAL,
                    "the load can't reach the container: "
                            + stream.error().orElse(errors.toString())
                            + ".");
        }
    }

    /** Whether it still has its connection. */
    public boolean alive() {
        return !ended && stream.error().isEmpty();
    }

    /** What it has said so far. */
    public LoadStream stream() {
        return stream;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
