package io.transship.lab.demo.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The client as a program: {@code ClientMain HOST PORT PERIOD_MS PATIENCE_MS}.
 *
 * <p>It prints a {@link ClientLine} four times a second. A line on its standard input, or its end,
 * makes it wait for the replies that are due, at most the patience, print a last line and end: 0 if
 * the connection stood, every request had one reply in order and the state is intact, else 1.
 */
public final class ClientMain {

    private static final Duration STATUS_PERIOD = Duration.ofMillis(250);

    private static final Duration CONNECT_PERIOD = Duration.ofMillis(50);

    private ClientMain() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        Duration period = Duration.ofMillis(Long.parseLong(args[2]));
        Duration patience = Duration.ofMillis(Long.parseLong(args[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ClientLine last;
        try (RequestClient client = connect(server, System.nanoTime() + patience.toNanos())) {
            last = watch(client, period, patience, out);
        } catch (IOException e) {
            System.err.println(server + ": " + e);
            System.exit(2);
            return;
        }
        out.println(last.json());
        System.exit(last.report().clean() && last.stateIntact() ? 0 : 1);
    }

    /**
     * The server may be about to start, or the network about to learn where it is: tries until it
     * takes a connection.
     */
    private static RequestClient connect(InetSocketAddress server, long deadlineNanos)
            throws IOException {
        while (true) {
            try {
                return new RequestClient(server, System::nanoTime);
            } catch (IOException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                LockSupport.parkNanos(CONNECT_PERIOD.toNanos());
            }
        }
    }

    private static ClientLine watch(
            RequestClient client, Duration period, Duration patience, PrintStream out)
            throws IOException, InterruptedException {
        String before = hexadecimal(client.checksum(patience));
        long startedAt = Clock.systemUTC().millis();
        client.start(period);
        try (ScheduledExecutorService status = Executors.newSingleThreadScheduledExecutor()) {
            var task =
                    status.scheduleAtFixedRate(
                            () -> out.println(line(client, startedAt, before)),
                            0,
                            STATUS_PERIOD.toMillis(),
                            TimeUnit.MILLISECONDS);
            awaitCommand(System.in);
            task.cancel(false);
        }
        ClientReport report = client.drain(patience);
        return new ClientLine(true, startedAt, report, before, checksum(client, patience));
    }

    private static String line(RequestClient client, long startedAt, String before) {
        return new ClientLine(false, startedAt, client.report(), before, null).json();
    }

    private static @Nullable String checksum(RequestClient client, Duration patience)
            throws InterruptedException {
        try {
            return hexadecimal(client.checksum(patience));
        } catch (IOException e) {
            return null;
        }
    }

    private static void awaitCommand(InputStream in) throws IOException {
        int read;
        do {
            read = in.read();
        } while (read >= 0 && read != '\n');
    }

    private static String hexadecimal(long number) {
        return String.format("%016x", number);
    }
}
