package io.transship.daemon.harness;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in the network: asks the counter every ten milliseconds over one connection. "connect HOST" opens
 * it; "hold h2" and "release h2" stop and continue the switch's port to a machine; "report" answers with the last counter, the longest gap in milliseconds since the report before,
 * and "ok" or what went wrong.
 */
final class CounterClient {

    private static final AtomicLong LAST = new AtomicLong();
    private static final AtomicLong LONGEST_GAP = new AtomicLong();
    private static volatile String verdict = "ok";

    private CounterClient() {}

    /** Obeys one line after the other. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("connect ")) {
                Socket socket = new Socket(line.substring(8), 7000);
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> ask(socket));
                Thread.ofPlatform().daemon().start(() -> check(socket));
                System.out.println("connected");
            } else if (line.startsWith("hold ") || line.startsWith("release ")) {
                System.out.println(forward(line.split(" ", 2)));
            } else {
                System.out.println(
                        LAST.get() + " " + LONGEST_GAP.getAndSet(0) / 1_000_000 + " " + verdict);
            }
        }
    }

    /** A port that forwards nothing in either direction (bridge(8), state disabled), or all (forwarding). */
    private static String forward(String[] words) throws Exception {
        String state = words[0].equals("hold") ? "0" : "3";
        Process process =
                new ProcessBuilder("bridge", "link", "set", "dev", "to-" + words[1], "state", state)
                        .inheritIO()
                        .start();
        return "exit " + process.waitFor();
    }

    private static void ask(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(1);
                LockSupport.parkNanos(10_000_000);
            }
        } catch (Exception e) {
            verdict = "write: " + e;
        }
    }

    private static void check(Socket socket) {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            long before = System.nanoTime();
            while (true) {
                long counter = in.readLong();
                long now = System.nanoTime();
                LONGEST_GAP.accumulateAndGet(now - before, Math::max);
                before = now;
                if (counter != LAST.get() + 1) {
                    verdict = "counter " + counter + " after " + LAST.get();
                    return;
                }
                LAST.set(counter);
            }
        } catch (Exception e) {
            verdict = "read: " + e;
        }
    }
}
