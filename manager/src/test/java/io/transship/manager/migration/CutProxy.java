package io.transship.manager.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes TCP on to a port, until so many bytes have gone through in either direction: then every
 * connection breaks, and no new one is made until {@link #mend}.
 */
final class CutProxy implements AutoCloseable {

    private final ServerSocket server;
    private volatile int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong budget = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable whenCut = () -> {};
    private final AtomicLong untilStall = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable whenStalled = () -> {};
    private final AtomicLong passed = new AtomicLong();

    /** Listens at {@code address}, on any port if {@code port} is 0, and passes on to a port. */
    CutProxy(InetAddress address, int port, int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(port, 50, address);
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes so far. */
    long passed() {
        return passed.get();
    }

    /** Breaks after so many more bytes, and then runs {@code action}. */
    void cutAfter(long bytes, Runnable action) {
        whenCut = action;
        budget.set(bytes);
    }

    /**
     * Passes nothing on after so many more bytes, though the connections stand, and then runs
     * {@code action}.
     */
    void stallAfter(long bytes, Runnable action) {
        whenStalled = action;
        untilStall.set(bytes);
    }

    /** Passes new connections on to another port: what listened there was started anew. */
    void retarget(int port) {
        target = port;
    }

    /** Lets everything through again. */
    void mend() {
        budget.set(Long.MAX_VALUE);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                passOn(server.accept());
            } catch (IOException expected) {
                // The server is closed.
            }
        }
    }

    /** Where nobody listens there is no connection, rather than one without an answer. */
    private void passOn(Socket from) throws IOException {
        if (budget.get() <= 0) {
            from.close();
            return;
        }
        try {
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(from);
            sockets.add(to);
            threads.execute(() -> pump(from, to));
            threads.execute(() -> pump(to, from));
        } catch (IOException down) {
            from.close();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[512];
        try (from;
                to) {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (budget.addAndGet(-n) <= 0) {
                    budget.set(0);
                    breakAll();
                    whenCut.run();
                    return;
                }
                if (untilStall.addAndGet(-n) <= 0) {
                    untilStall.set(Long.MAX_VALUE);
                    whenStalled.run();
                    awaitEnd(in);
                    return;
                }
                passed.addAndGet(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException expected) {
            // The other direction ended it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Reads and throws away until the connection ends. */
    private static void awaitEnd(InputStream in) throws IOException {
        var _ = in.transferTo(OutputStream.nullOutputStream());
    }

    private void breakAll() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException expected) {
                // Closed already.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        breakAll();
        threads.shutdownNow();
    }
}
