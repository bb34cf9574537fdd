package io.transship.lab.servers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of one server: {@code ServerClientMain KIND HOST CONNECTIONS}. Says "talking" when each
 * has had its first answer, then answers each line on its standard input with how many exchanges
 * there were; when that ends, it ends. Whatever goes wrong is said as "broken: …", and is the end.
 */
public final class ServerClientMain {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration PACE = Duration.ofMillis(5);

    private final AtomicLong exchanges = new AtomicLong();
    private final AtomicReference<String> broken = new AtomicReference<>("");

    private ServerClientMain() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ServerClientMain clients = new ServerClientMain();
        int connections = Integer.parseInt(args[2]);
        CountDownLatch talking = new CountDownLatch(connections);
        for (int index = 0; index < connections; index++) {
            Conversation talk = begin(ServerKind.valueOf(args[0]), args[1], index);
            Thread.ofPlatform().daemon().start(() -> clients.keepTalking(talk, talking));
        }
        boolean all = talking.await(START.toSeconds(), TimeUnit.SECONDS);
        out.println(all ? "talking" : "broken: no answer " + clients.broken);
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
            String reason = clients.broken.get();
            out.println(reason.isEmpty() ? clients.exchanges.get() : "broken: " + reason);
        }
    }

    /** The server may be about to start; a connection that was there once is never made anew. */
    private static Conversation begin(ServerKind kind, String host, int index) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        List<String> reasons = new ArrayList<>();
        while (System.nanoTime() < end) {
            try {
                return kind.talk(host, index);
            } catch (IOException | java.sql.SQLException e) {
                reasons.add(e.toString());
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
        throw new IOException(reasons.getLast());
    }

    private void keepTalking(Conversation talk, CountDownLatch talking) {
        try (talk) {
            for (long number = 0; broken.get().isEmpty(); number++) {
                talk.exchange(number);
                exchanges.incrementAndGet();
                if (number == 0) {
                    talking.countDown();
                }
                LockSupport.parkNanos(PACE.toNanos());
            }
        } catch (Exception e) {
            broken.compareAndSet("", e.toString());
        }
    }
}
