package io.transship.lab.networks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one numbered datagram each 20 ms: {@code DatagramClientMain HOST PORT}. Says "talking" when
 * the first was answered; a line on its standard input makes it send some more, wait for what is
 * due and say its {@link DatagramReport}. What does not come from the server's address never
 * reaches it.
 */
public final class DatagramClientMain {

    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LAST_WAIT = Duration.ofSeconds(20);
    private static final int LAST = 50;
    private static final long GREETING = -1;

    private final DatagramChannel server;
    private final BitSet answered = new BitSet();
    private final BitSet counts = new BitSet();
    private final Map<Long, Long> floors = new HashMap<>();
    private int sent;
    private int doubled;
    private int overtaken;
    private int wentBack;
    private int refused;
    private boolean greeted;
    private long count = -1;
    private long lastAnswerNanos;
    private long longestGapNanos;

    private DatagramClientMain(InetSocketAddress address) throws IOException {
        server = DatagramChannel.open().connect(address);
        Thread.ofPlatform().daemon().start(this::listen);
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DatagramClientMain client =
                new DatagramClientMain(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
        client.greet();
        out.println("talking");
        while (System.in.available() == 0) {
            client.sendNext();
        }
        out.println(client.finish().json());
    }

    private void greet() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!isGreeted()) {
            if (System.nanoTime() > end) {
                throw new IOException("nobody answers at " + server.getRemoteAddress());
            }
            send(GREETING);
        }
        synchronized (this) {
            lastAnswerNanos = System.nanoTime();
            refused = 0;
        }
    }

    private synchronized boolean isGreeted() {
        return greeted;
    }

    private void sendNext() throws IOException {
        int number;
        synchronized (this) {
            number = sent++;
            floors.put((long) number, count);
        }
        send(number);
    }

    private void send(long number) throws IOException {
        try {
            server.write(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        } catch (PortUnreachableException e) {
            refuse();
        }
        LockSupport.parkNanos(PACE.toNanos());
    }

    private void listen() {
        ByteBuffer answer = ByteBuffer.allocate(64);
        while (server.isOpen()) {
            try {
                server.read(answer.clear());
                if (answer.flip().remaining() == 3 * Long.BYTES) {
                    take(answer.getLong(), answer.getLong(), answer.getLong());
                }
            } catch (PortUnreachableException e) {
                refuse();
            } catch (IOException e) {
                return;
            }
        }
    }

    private synchronized void refuse() {
        refused++;
    }

    private synchronized void take(long number, long countNow, long overtakenNow) {
        if (number == GREETING) {
            greeted = true;
        } else {
            doubled += answered.get((int) number) ? 1 : 0;
            answered.set((int) number);
        }
        // Answers may overtake each other; what was asked after an answer has a greater count.
        boolean older = countNow <= floors.getOrDefault(number, -1L);
        wentBack += older || counts.get((int) countNow) ? 1 : 0;
        counts.set((int) countNow);
        count = Math.max(count, countNow);
        overtaken = (int) overtakenNow;
        long now = System.nanoTime();
        if (lastAnswerNanos != 0) {
            longestGapNanos = Math.max(longestGapNanos, now - lastAnswerNanos);
        }
        lastAnswerNanos = now;
    }

    private DatagramReport finish() throws IOException {
        for (int i = 0; i < LAST; i++) {
            sendNext();
        }
        long end = System.nanoTime() + LAST_WAIT.toNanos();
        while (report().lost() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(PACE.toNanos());
        }
        return report();
    }

    private synchronized DatagramReport report() {
        int first = Math.max(0, sent - LAST);
        return new DatagramReport(
                sent,
                sent - answered.cardinality(),
                doubled,
                overtaken,
                wentBack,
                refused,
                answered.nextClearBit(first) >= sent,
                longestGapNanos / 1e6);
    }
}
