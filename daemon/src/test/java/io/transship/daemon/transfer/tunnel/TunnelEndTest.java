package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.TunnelFrames.Type;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The other end closes as soon as it has our last frame, and that is read here while the thread
 * that sent this frame has not come to note it: a wire holds that thread up.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TunnelEndTest {

    private static final int PATIENCE_MS = 60_000;

    /** Larger than any frame without bytes, on the wire, too. */
    private static final int LARGE = 1000;

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<TransshipException> broken = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Tunnel tunnel =
            new Tunnel(
                    () -> true,
                    new Tunnel.Taps(StreamTap.NONE, StreamTap.NONE),
                    broken::complete,
                    RateCap.none(),
                    threads);
    private Wire wire;
    private SSLSocket peer;
    private Socket criu;

    /** What is written there is sent; whoever carried the local socket's bytes waits after that. */
    private final class Wire extends Socket {

        private volatile boolean holds;
        private volatile boolean holdsBefore;
        private volatile boolean waiting;
        private volatile @Nullable Thread carrier;

        Wire(InetAddress address, int port) throws IOException {
            super(address, port);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (holdsBefore && Thread.currentThread().equals(carrier)) {
                        awaitWord();
                    }
                    out.write(bytes, offset, length);
                    if (length > LARGE) {
                        carrier = Thread.currentThread();
                    }
                    if (holds && Thread.currentThread().equals(carrier)) {
                        awaitWord();
                    }
                }
            };
        }

        private void awaitWord() throws IOException {
            waiting = true;
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @BeforeEach
    void connect() throws Exception {
        Certificates authority = new Certificates(folder.resolve("tls"), "Test authority");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            wire = new Wire(loopback, door.getLocalPort());
            SSLSocket here = over(authority.identity("h3").context(), wire, false);
            peer = over(authority.identity("h2").context(), door.accept(), true);
            Future<?> shaken =
                    threads.submit(
                            () -> {
                                here.startHandshake();
                                return null;
                            });
            peer.startHandshake();
            shaken.get();
            threads.execute(() -> tunnel.receive(here));
        }
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            criu = new Socket(loopback, door.getLocalPort());
            tunnel.attach(door.accept());
        }
    }

    private static SSLSocket over(SSLContext context, Socket socket, boolean client)
            throws IOException {
        SSLSocket secure =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "peer", 1, true);
        secure.setUseClientMode(client);
        secure.setSoTimeout(PATIENCE_MS);
        return secure;
    }

    @AfterEach
    void end() throws IOException {
        goOn.countDown();
        tunnel.close();
        peer.close();
        criu.close();
        wire.close();
        threads.shutdownNow();
    }

    @Test
    void aCloseThatIsReadBeforeOurOwnEndIsNotedBreaksNothing() throws Exception {
        TunnelFrames.Writer writer = new TunnelFrames.Writer(peer.getOutputStream());
        TunnelFrames.Reader reader = new TunnelFrames.Reader(peer.getInputStream());
        criuSends(reader);
        writer.write(Type.END);
        assertThat(criu.getInputStream().read()).isEqualTo(-1);

        wire.holds = true;
        criu.shutdownOutput();
        assertThat(next(reader)).isEqualTo(Type.END);
        // Not close(): what is written to answer that would stand behind the frame.
        peer.shutdownOutput();

        tunnel.done().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        assertThat(goOn.getCount()).as("its sender still stands at that frame").isOne();
        goOn.countDown();
        assertThat(criu.getInputStream().read()).isEqualTo(-1);
        assertThat(broken).isNotDone();
        assertThat(tunnel.cutOff()).isEmpty();
    }

    @Test
    void aConnectionIsNotClosedBeforeTheOtherEndHasHeardOfOurs() throws Exception {
        TunnelFrames.Writer writer = new TunnelFrames.Writer(peer.getOutputStream());
        TunnelFrames.Reader reader = new TunnelFrames.Reader(peer.getInputStream());
        criuSends(reader);

        wire.holdsBefore = true;
        criu.shutdownOutput();
        await("its sender stands before that frame").until(() -> wire.waiting);
        writer.write(Type.END);
        assertThat(criu.getInputStream().read()).isEqualTo(-1);

        await("it goes on").during(Duration.ofMillis(300)).until(() -> !tunnel.done().isDone());
        goOn.countDown();
        assertThat(next(reader)).isEqualTo(Type.END);
        tunnel.done().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        assertThat(broken).isNotDone();
    }

    /** From then on it is known who carries its bytes. */
    private void criuSends(TunnelFrames.Reader reader) throws IOException {
        criu.getOutputStream().write(new byte[2 * LARGE]);
        for (int left = 2 * LARGE; left > 0; ) {
            left -= next(reader) == Type.DATA ? reader.length() : 0;
        }
    }

    private static Type next(TunnelFrames.Reader reader) throws IOException {
        Type type = reader.read();
        while (type == Type.PING) {
            type = reader.read();
        }
        return type;
    }
}
