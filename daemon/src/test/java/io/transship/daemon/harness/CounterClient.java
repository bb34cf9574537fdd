package io.transship.daemon.harness;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the network and obeys one line after the other. "connect HOST" opens a connection on
 * which it asks for the counter every ten milliseconds. "report" answers with the last counter and
 * "ok" or what went wrong. "close" ends the connection. "hold h2" and "release h2" stop and
 * continue the switch's port to a machine, as the hold flows of a controller would.
 */
final class CounterClient {

    private final Socket socket;
    private volatile long last;
    private volatile String verdict = "ok";

    private CounterClient(String host) throws IOException {
        socket = connect(host);
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(this::ask);
        Thread.ofPlatform().daemon().start(this::check);
    }

    /** Obeys. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        @Nullable CounterClient client = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "connect" -> client = new CounterClient(words[1]);
                case "hold" -> forward(words[1], "0");
                case "release" -> forward(words[1], "3");
                case "close" -> {
                    if (client != null) {
                        client.socket.close();
                    }
                }
                default -> {}
            }
            boolean asksForPort = words[0].equals("where");
            String counted = client == null ? "ok" : client.last + " " + client.verdict;
            System.out.println(asksForPort ? port(words[1]) : counted);
        }
    }

    /** The program in the container may not be listening yet. */
    private static Socket connect(String host) throws IOException {
        for (int attempt = 1; true; attempt++) {
            try {
                return new Socket(host, 7000);
            } catch (ConnectException e) {
                if (attempt == 600) {
                    throw e;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    /** Sets the port's state (bridge(8)): 0 forwards nothing in either direction, 3 forwards. */
    private static void forward(String machine, String state) throws Exception {
        String[] command = {"bridge", "link", "set", "dev", "to-" + machine, "state", state};
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    private static String port(String mac) throws IOException {
        Process process = new ProcessBuilder("bridge", "fdb", "show", "br", "wire").start();
        String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return table.lines()
                .filter(line -> line.startsWith(mac + " dev "))
                .map(line -> line.split(" ", -1)[2])
                .findFirst()
                .orElse("nowhere");
    }

    private void ask() {
        try {
            while (true) {
                socket.getOutputStream().write(1);
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            fail("write: " + e);
        }
    }

    private void check() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                long counter = in.readLong();
                if (last != 0 && counter != last + 1) {
                    fail("counter " + counter + " after " + last);
                }
                last = counter;
            }
        } catch (IOException e) {
            fail("read: " + e);
        }
    }

    private synchronized void fail(String how) {
        if (verdict.equals("ok")) {
            verdict = how;
        }
    }
}
