package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.TunnelFrames.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One end of a tunnel; the test is the other end, frame by frame, and CRIU's local socket. */
@Timeout(120)
class TunnelTest {

    private static final int PATIENCE_MS = 60_000;
    private static final byte[] PAGES = {1, 2, 3, 4, 5};

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean mayEnd = new AtomicBoolean();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final CompletableFuture<TransshipException> broken = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closedBefore = new CompletableFuture<>();
    private final RateCap cap = new RateCap(0, () -> 0);
    private TransferServer server;
    private Tunnel tunnel;
    private SSLSocket peer;
    private TunnelFrames.Writer writer;
    private TunnelFrames.Reader reader;
    private Socket criu;
    private Socket ours;

    @BeforeEach
    void connect() throws Exception {
        Certificates authority = new Certificates(folder.resolve("tls"), "Test authority");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server =
                new TransferServer(
                        authority.identity("h3").context(),
                        new InetSocketAddress(loopback, 0),
                        threads);
        server.start();
        tunnel =
                new Tunnel(
                        mayEnd::get,
                        new Tunnel.Taps(
                                (bytes, length) -> seen.write(bytes, 0, length), StreamTap.NONE),
                        this::breaks,
                        cap,
                        threads);
        TransferId id = TransferId.draw(new SecureRandom());
        var _ = server.register(id, "h2", tunnel);
        peer =
                DataConnection.open(
                        authority.identity("h2").context(),
                        new DataConnection.Destination(
                                new InetSocketAddress(loopback, server.port()),
                                "h3",
                                Duration.ofMillis(PATIENCE_MS)),
                        id);
        peer.setSoTimeout(PATIENCE_MS);
        writer = new TunnelFrames.Writer(peer.getOutputStream());
        reader = new TunnelFrames.Reader(peer.getInputStream());
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            criu = new Socket(loopback, door.getLocalPort());
            ours = door.accept();
        }
        criu.setSoTimeout(PATIENCE_MS);
        tunnel.attach(ours);
    }

    private void breaks(TransshipException reason) {
        closedBefore.complete(ours.isClosed());
        broken.complete(reason);
    }

    @AfterEach
    void end() throws IOException {
        tunnel.close();
        peer.close();
        criu.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void bytesGoBothWaysUntilBothEndsAreOver() throws Exception {
        writer.write(Type.DATA, PAGES, PAGES.length);
        assertThat(criu.getInputStream().readNBytes(PAGES.length)).isEqualTo(PAGES);
        criu.getOutputStream().write("ask".getBytes());
        assertThat(read(3)).isEqualTo("ask".getBytes());

        mayEnd.set(true);
        writer.write(Type.END);
        assertThat(criu.getInputStream().read()).isEqualTo(-1);
        assertThat(tunnel.done()).isNotDone();
        criu.shutdownOutput();
        tunnel.done().get(PATIENCE_MS, TimeUnit.MILLISECONDS);

        assertThat(seen.toByteArray()).isEqualTo(PAGES);
        assertThat(tunnel.receivedBytes()).isEqualTo(PAGES.length);
        assertThat(tunnel.sentBytes()).isEqualTo(3);
        assertThat(broken).isNotDone();
    }

    @Test
    void aHostIsHeardByItsFramesOrByItsAnswer() throws Exception {
        Duration patience = Duration.ofMillis(PATIENCE_MS);
        writer.write(Type.DATA, PAGES, PAGES.length);
        assertThat(criu.getInputStream().readNBytes(PAGES.length)).isEqualTo(PAGES);
        assertThat(tunnel.hearsPeer(patience, Duration.ZERO)).as("lately").isTrue();
        assertThat(tunnel.hearsPeer(Duration.ZERO, patience)).as("now").isTrue();

        Tunnel unconnected =
                new Tunnel(
                        mayEnd::get,
                        new Tunnel.Taps(StreamTap.NONE, StreamTap.NONE),
                        reason -> {},
                        cap,
                        threads);
        assertThat(unconnected.hearsPeer(patience, patience)).isFalse();
    }

    @Test
    void aFlippedByteIsFoundAndNotPassedOn() throws Exception {
        byte[] frame = frame();
        frame[frame.length - 1] ^= 8;
        peer.getOutputStream().write(frame);

        assertBroken(FailureCode.DIGEST_MISMATCH);
        assertThat(seen.size()).isZero();
    }

    @Test
    void anEndInTheMiddleOfAFrameIsAFailure() throws Exception {
        peer.getOutputStream().write(frame(), 0, 11);
        peer.close();

        assertBroken(FailureCode.TRANSFER_FAILED);
        assertThat(seen.size()).isZero();
    }

    @Test
    void anEndBetweenFramesIsAFailureToo() throws Exception {
        mayEnd.set(true);
        writer.write(Type.DATA, PAGES, PAGES.length);
        peer.close();

        assertBroken(FailureCode.TRANSFER_FAILED);
        assertThat(tunnel.cutOff()).contains(broken.get());
    }

    @Test
    void theOtherSocketMayNotEndBeforeCriuIsThrough() throws Exception {
        writer.write(Type.END);

        assertBroken(FailureCode.TRANSFER_FAILED);
    }

    @Test
    void ourSocketMayNotEndBeforeCriuIsThrough() throws Exception {
        criu.shutdownOutput();

        assertBroken(FailureCode.TRANSFER_FAILED);
        assertThat(tunnel.cutOff()).as("CRIU failed by itself").isEmpty();
    }

    @Test
    void aFrameOfAnotherKindIsRefused() throws Exception {
        byte[] frame = frame();
        frame[0] = 9;
        peer.getOutputStream().write(frame);

        assertBroken(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void whatIsSentObeysTheRateAndSignsOfLifeDoNotWait() throws Exception {
        byte[] memory = new byte[20_000];
        new Random(3).nextBytes(memory);
        cap.set(8);
        criu.getOutputStream().write(memory, 0, 1);
        byte[] first = nextData();

        // The test's clock stands still: that piece overdrew the bucket for good.
        criu.getOutputStream().write(memory, 1, memory.length - 1);
        int pings = 0;
        while (pings < 3) {
            assertThat(reader.read()).isEqualTo(Type.PING);
            pings++;
        }
        assertThat(first).containsExactly(memory[0]);

        cap.set(0);
        assertThat(read(memory.length - 1)).isEqualTo(Arrays.copyOfRange(memory, 1, memory.length));
    }

    /** The session hears of it while whoever waits at the local socket still waits. */
    private void assertBroken(FailureCode code) throws Exception {
        assertThat(broken.get(PATIENCE_MS, TimeUnit.MILLISECONDS).code()).isEqualTo(code);
        assertThat(closedBefore.get()).isFalse();
        assertThat(tunnel.done())
                .failsWithin(Duration.ofMillis(PATIENCE_MS))
                .withThrowableThat()
                .withCauseInstanceOf(TransshipException.class);
        assertThat(endOf(criu)).isTrue();
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes() != null;
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    private static byte[] frame() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TunnelFrames.Writer(out).write(Type.DATA, PAGES, PAGES.length);
        return out.toByteArray();
    }

    /** What the tunnel sends, up to so many bytes. */
    private byte[] read(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length) {
            bytes.writeBytes(nextData());
        }
        return bytes.toByteArray();
    }

    private byte[] nextData() throws IOException {
        while (reader.read() != Type.DATA) {
            // It only says that it is there.
        }
        return java.util.Arrays.copyOf(reader.bytes(), reader.length());
    }
}
