package io.transship.daemon.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between two peers. The first connection breaks after a number of bytes in one direction,
 * or nothing more comes through it; the later ones pass.
 */
final class CutProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int to;
    private final AtomicLong forth;
    private final AtomicLong back;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final boolean stalls;

    /**
     * In front of a port on loopback.
     *
     * @param forth bytes from whoever connects that the first connection lets pass
     * @param back bytes to whoever connects that the first connection lets pass
     */
    CutProxy(int to, long forth, long back) throws IOException {
        this(to, forth, back, false);
    }

    /** The first connection lets {@code forth} bytes pass, and stays open. */
    static CutProxy stalling(int to, long forth) throws IOException {
        return new CutProxy(to, forth, Long.MAX_VALUE, true);
    }

    private CutProxy(int to, long forth, long back, boolean stalls) throws IOException {
        this.to = to;
        this.stalls = stalls;
        this.forth = new AtomicLong(forth);
        this.back = new AtomicLong(back);
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    /** Bytes that came from whoever connected, over all connections. */
    long passed() {
        return passed.get();
    }

    long connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                boolean first = connections.getAndIncrement() == 0;
                AtomicLong plenty = new AtomicLong(Long.MAX_VALUE);
                pass(near, far, first ? forth : plenty, passed);
                pass(far, near, first ? back : plenty, new AtomicLong());
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void pass(Socket from, Socket to, AtomicLong left, AtomicLong count) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (from;
                                    to) {
                                copy(from.getInputStream(), to.getOutputStream(), left, count);
                            } catch (IOException broken) {
                                // So is the other direction, now.
                            }
                        });
    }

    private void copy(InputStream in, OutputStream out, AtomicLong left, AtomicLong count)
            throws IOException {
        byte[] buffer = new byte[1 << 14];
        while (left.get() > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left.get()));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            count.addAndGet(read);
            left.addAndGet(-read);
        }
        if (stalls) {
            awaitEnd();
        }
    }

    private void awaitEnd() throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        listening.close();
    }
}
