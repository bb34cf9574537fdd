package io.transship.lab.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between two daemons, as a program: {@code WireProxyMain LISTEN HOST PORT FIRST LAST} takes
 * connections on loopback and passes them on, from local ports FIRST to LAST. A line on standard
 * input has the next big piece spoilt that goes to HOST; a line on standard output tells that it
 * was.
 */
public final class WireProxyMain {

    /** The order to flip a byte. */
    static final String FLIP = "flip";

    /** The order to pass half of it and to reset the connection. */
    static final String CUT = "cut";

    /** Smaller pieces are signs of life. */
    private static final int BIG = 512;

    private static final int BUFFER = 64 << 10;
    private static final int TRIES = 10;

    private final InetSocketAddress target;
    private final int first;
    private final int count;
    private final AtomicInteger next;
    private final AtomicReference<String> order = new AtomicReference<>("");
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private WireProxyMain(InetSocketAddress target, int first, int last) {
        this.target = target;
        this.first = first;
        this.count = last - first + 1;
        this.next = new AtomicInteger(ThreadLocalRandom.current().nextInt(count));
    }

    /** Runs until its standard input ends. */
    public static void main(String[] args) throws IOException {
        WireProxyMain proxy =
                new WireProxyMain(
                        new InetSocketAddress(args[1], Integer.parseInt(args[2])),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]));
        ServerSocket server =
                new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> proxy.accept(server));
        proxy.out.println("ready");
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            proxy.order.set(line);
        }
    }

    private void accept(ServerSocket server) {
        while (true) {
            try {
                Socket from = server.accept();
                Thread.startVirtualThread(() -> pass(from));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from) {
        try (from;
                Socket to = connect()) {
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            Thread back = Thread.startVirtualThread(() -> copyBack(to, from));
            copy(from, to);
            back.join();
        } catch (IOException e) {
            // Both ends see that it is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException {
        IOException last = new IOException("no try");
        for (int i = 0; i < TRIES; i++) {
            Socket to = new Socket();
            try {
                to.setReuseAddress(true);
                to.bind(
                        new InetSocketAddress(
                                first + Math.floorMod(next.getAndIncrement(), count)));
                to.connect(target);
                return to;
            } catch (IOException e) {
                to.close();
                last = e;
            }
        }
        throw last;
    }

    private void copy(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            String what = n < BIG ? "" : order.getAndSet("");
            if (what.equals(CUT)) {
                out.write(buffer, 0, n / 2);
                tell("the connection reset in the middle of %d bytes", n);
                reset(from, to);
                return;
            }
            if (what.equals(FLIP)) {
                buffer[n / 2] = (byte) ~buffer[n / 2];
                tell("a byte flipped among %d bytes", n);
            }
            out.write(buffer, 0, n);
        }
        to.shutdownOutput();
    }

    private void tell(String what, int bytes) {
        out.println(what.formatted(bytes));
    }

    private static void reset(Socket... sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private static void copyBack(Socket to, Socket from) {
        try {
            to.getInputStream().transferTo(from.getOutputStream());
            from.shutdownOutput();
        } catch (IOException e) {
            try {
                reset(to, from);
            } catch (IOException ignored) {
                // Closed already.
            }
        }
    }
}
