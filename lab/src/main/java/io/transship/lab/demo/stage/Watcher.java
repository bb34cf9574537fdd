package io.transship.lab.demo.stage;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.client.ClientMain;
import io.transship.lab.testbed.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The client that watches the service, as a process on a machine. Thread-safe. */
public final class Watcher implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final Tail errors;
    private final CountDownLatch talking = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<ClientLine> last = Optional.empty();

    /**
     * Starts it.
     *
     * @param server the server's address
     * @param period between two requests
     * @param patience with the last replies
     */
    public Watcher(Machine machine, String server, Duration period, Duration patience) {
        process =
                machine.startJava(
                        ClientMain.class.getName(),
                        FLAGS,
                        List.of(
                                server,
                                String.valueOf(DemoImage.SERVER_PORT),
                                String.valueOf(period.toMillis()),
                                String.valueOf(patience.toMillis())));
        errors = Tail.of(process.errorReader(StandardCharsets.UTF_8));
        Thread.startVirtualThread(this::readAll);
    }

    private void readAll() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException ignored) {
            // It was destroyed; what it said last stays.
        } finally {
            talking.countDown();
            ended.countDown();
        }
    }

    /** A JVM may complain on its standard output, too. */
    private void take(String line) {
        if (line.startsWith("{")) {
            last = Optional.of(ClientLine.parse(line));
            talking.countDown();
        } else {
            errors.add(line);
        }
    }

    /** Waits until it has its connection and asks. */
    public void awaitTalking(Duration patience) throws InterruptedException {
        if (!talking.await(patience.toMillis(), TimeUnit.MILLISECONDS) || last.isEmpty()) {
            throw new TransshipException(
                    FailureCode.INTERNAL, "the client can't talk to the server: " + errors + ".");
        }
    }

    /** What it said last. */
    public Optional<ClientLine> last() {
        return last;
    }

    /** Makes it wait for the replies that are due, and end. */
    public ClientLine finish(Duration patience) throws InterruptedException {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException ignored) {
            // It has ended; its last line says why.
        }
        boolean inTime = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        ClientLine line = last.orElseThrow(() -> new UncheckedIOException(silent()));
        return inTime && line.last() ? line : broken(line);
    }

    /** A client that did not end as it should has not seen its connection survive. */
    private static ClientLine broken(ClientLine line) {
        return new ClientLine(
                true,
                line.startedAtEpochMs(),
                line.report().asBroken(),
                line.checksumBefore(),
                line.checksumAfter());
    }

    private IOException silent() {
        return new IOException("the client said nothing: " + errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
