package io.transship.lab.bench.client;

import io.transship.lab.demo.client.ClientReport;
import io.transship.lab.demo.client.PacedClient;
import io.transship.lab.demo.client.PassingClient;
import io.transship.lab.demo.client.RequestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The client as a program: {@code GapClientMain HOST PORT PERIOD_MS PATIENCE_MS [passing]}. Over
 * one connection, or with {@code passing} over one each request. It is quiet while it asks the
 * server; each line on its standard input is answered by a {@link GapLine}, the first of which says
 * that it talks. "end" makes it wait for the replies that are due, answer and end.
 */
public final class GapClientMain {

    /** The last argument of a client whose every request has its own connection. */
    public static final String PASSING = "passing";

    private static final Duration CONNECT_PERIOD = Duration.ofMillis(50);

    private GapClientMain() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        Duration period = Duration.ofMillis(Long.parseLong(args[2]));
        Duration patience = Duration.ofMillis(Long.parseLong(args[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean passing = args.length > 4 && args[4].equals(PASSING);
        long deadline = System.nanoTime() + patience.toNanos();
        try (PacedClient client = connect(server, passing, deadline)) {
            String before = hexadecimal(client.checksum(patience));
            client.start(period);
            out.println(new GapLine(0, before, client.report()).json());
            for (String line = in.readLine();
                    line != null && !line.equals("end");
                    line = in.readLine()) {
                out.println(new GapLine(client.takeLongestGapMs(), before, client.report()).json());
            }
            double gap = client.takeLongestGapMs();
            ClientReport report = client.drain(patience);
            out.println(new GapLine(gap, checksum(client, patience), report).json());
        }
        System.exit(0);
    }

    private static String checksum(PacedClient client, Duration patience)
            throws InterruptedException {
        try {
            return hexadecimal(client.checksum(patience));
        } catch (IOException e) {
            return "none";
        }
    }

    /** The server may be about to start, or the network about to learn where it is. */
    private static PacedClient connect(
            InetSocketAddress server, boolean passing, long deadlineNanos) throws IOException {
        while (true) {
            try {
                return passing
                        ? new PassingClient(server, System::nanoTime)
                        : new RequestClient(server, System::nanoTime);
            } catch (IOException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                LockSupport.parkNanos(CONNECT_PERIOD.toNanos());
            }
        }
    }

    private static String hexadecimal(long number) {
        return String.format("%016x", number);
    }
}
