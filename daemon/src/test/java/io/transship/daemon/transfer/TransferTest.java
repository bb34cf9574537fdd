package io.transship.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data connection over real TLS, with good peers and bad ones. */
class TransferTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Certificates authority;
    private TransferServer server;
    private TransferInbox inbox;
    private TransferId id;
    private Path directory;

    @BeforeEach
    void listen() throws Exception {
        authority = new Certificates(folder.resolve("tls"), "Test authority");
        directory = Files.createDirectories(folder.resolve("work/inbox"));
        server =
                new TransferServer(
                        authority.identity("h3").context(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        threads);
        server.start();
        inbox = new TransferInbox(directory, 50_000_000, Duration.ofMillis(300));
        id = TransferId.draw(new SecureRandom());
        var _ = server.register(id, "h2", inbox);
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        threads.shutdownNow();
        try (Stream<Path> files = Files.list(folder.resolve("work"))) {
            assertThat(files).as("nothing outside the session's folder").containsOnly(directory);
        }
    }

    @Test
    void filesArriveAsTheyWereSent() throws Exception {
        byte[] content = new byte[5_000_001];
        new Random(1).nextBytes(content);

        FileDigest known;
        FileDigest unknown;
        try (TransferSender sender = connect("h2", id)) {
            known = sender.send("image.tar", content.length, out -> out.write(content));
            unknown = sender.send("layer.tar", -1, out -> out.write(content, 0, 7));
            sender.endBatch(1);
            assertThat(inbox.await(1, PATIENCE)).containsExactly(known, unknown);
            assertThat(sender.sentBytes()).isEqualTo(content.length + 7);
        }

        assertThat(directory.resolve("image.tar")).hasBinaryContent(content);
        assertThat(Files.size(directory.resolve("layer.tar"))).isEqualTo(7);
    }

    @Test
    void aFolderTakesItsFilesOnceItIsOpen() throws Exception {
        Path dump = Files.createDirectory(directory.resolve("d"));
        inbox.openFolder("dump", dump);

        try (TransferSender sender = connect("h2", id)) {
            sender.send("dump/pages-1.img", 3, out -> out.write(new byte[3]));
            sender.endBatch(2);
            inbox.await(2, PATIENCE);
        }

        assertThat(dump.resolve("pages-1.img")).hasBinaryContent(new byte[3]);
    }

    @Test
    void anIdThatNobodyGaveOutIsRefused() {
        assertThatThrownBy(() -> connect("h2", TransferId.draw(new SecureRandom())))
                .hasMessageContaining("no session expects this id");
    }

    @Test
    void anIdOpensOneConnectionOnly() {
        try (TransferSender _ = connect("h2", id)) {
            assertThatThrownBy(() -> connect("h2", id))
                    .hasMessageContaining("no session expects this id");
        }
    }

    @Test
    void theIdOfAnotherHostsSessionDoesNotHelp() throws Exception {
        assertThatThrownBy(() -> connect("h4", id)).isInstanceOf(TransshipException.class);
        assertThat(inbox.receivedBytes()).isZero();
    }

    @Test
    void aStrangersCertificateIsRefused() {
        Certificates others = new Certificates(folder.resolve("others"), "Others");

        assertThatThrownBy(() -> connect(others.identity("h2").context(), id))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.PEER_UNREACHABLE));
    }

    @Test
    void whoShowsNoCertificateGetsNoFurther() throws Exception {
        SSLContext bare = SSLContext.getInstance("TLSv1.3");
        bare.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket)
                        bare.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThatThrownBy(
                            () -> {
                                socket.getOutputStream().write(new byte[64]);
                                if (socket.getInputStream().read() < 0) {
                                    throw new IOException("closed");
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "/etc/passwd",
                "dump/../../evil",
                "..",
                ".",
                "",
                "a/b/c",
                "dump/",
                "/x",
                "closed/file",
                "a\0b",
                ".hidden",
                "a b"
            })
    void aPathThatLeadsElsewhereEndsTheConnection(String path) throws Exception {
        raw(out -> file(out, path, 1));

        assertFails(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnection() throws Exception {
        raw(
                out -> {
                    file(out, "image.tar", -1);
                    out.write(
                            ByteBuffer.allocate(5)
                                    .put(FrameType.DATA.number())
                                    .putInt(Frames.MAX_PAYLOAD + 1)
                                    .array());
                });

        assertFails(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void aNegativeLengthEndsTheConnection() throws Exception {
        raw(out -> out.write(new byte[] {4, -1, -1, -1, -1}));

        assertFails(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void moreThanWasAnnouncedEndsTheConnection() throws Exception {
        raw(
                out -> {
                    file(out, "image.tar", 10);
                    frame(out, FrameType.DATA, new byte[11]);
                });

        assertFails(FailureCode.PROTOCOL_VIOLATION);
        assertThat(Files.size(directory.resolve("image.tar"))).isLessThanOrEqualTo(10);
    }

    @Test
    void moreThanTheSessionMayTakeEndsTheConnection() throws Exception {
        raw(out -> file(out, "image.tar", 50_000_001));

        assertFails(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void aWrongDigestEndsTheConnection() throws Exception {
        raw(
                out -> {
                    file(out, "image.tar", 3);
                    frame(out, FrameType.DATA, new byte[3]);
                    frame(out, FrameType.FILE_END, new byte[32]);
                });

        assertFails(FailureCode.DIGEST_MISMATCH);
    }

    @Test
    void aLinkInTheFolderIsReplacedNotFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Files.createSymbolicLink(directory.resolve("image.tar"), victim);

        try (TransferSender sender = connect("h2", id)) {
            sender.send("image.tar", 3, out -> out.write(new byte[3]));
            sender.endBatch(1);
            inbox.await(1, PATIENCE);
        }

        assertThat(victim).hasContent("mine");
    }

    @Test
    void aConnectionThatEndsFailsTheWait() throws Exception {
        connect("h2", id).close();

        assertFails(FailureCode.TRANSFER_FAILED);
    }

    /** What a peer may write after it has been let in. */
    @FunctionalInterface
    private interface Raw {
        void to(OutputStream out) throws IOException;
    }

    private void raw(Raw bytes) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        authority
                                .identity("h2")
                                .context()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        try (socket) {
            frame(
                    socket.getOutputStream(),
                    FrameType.OPEN,
                    ByteBuffer.allocate(33).put(Frames.VERSION).put(id.bytes()).array());
            assertThat(socket.getInputStream().read()).isEqualTo(FrameType.ACCEPTED.number());
            bytes.to(socket.getOutputStream());
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException expected) {
            // The server ends it: that is what is asked for.
        }
    }

    private static void file(OutputStream out, String path, long size) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        frame(
                out,
                FrameType.FILE,
                ByteBuffer.allocate(8 + name.length).putLong(size).put(name).array());
    }

    private static void frame(OutputStream out, FrameType type, byte[] payload) throws IOException {
        out.write(
                ByteBuffer.allocate(5 + payload.length)
                        .put(type.number())
                        .putInt(payload.length)
                        .put(payload)
                        .array());
    }

    private void assertFails(FailureCode expected) {
        assertThatThrownBy(() -> inbox.await(1, PATIENCE))
                .isInstanceOfSatisfying(
                        TransshipException.class, e -> assertThat(e.code()).isEqualTo(expected));
    }

    private TransferSender connect(String name, TransferId shown) {
        return connect(authority.identity(name).context(), shown);
    }

    private TransferSender connect(SSLContext context, TransferId shown) {
        return TransferSender.open(
                context,
                new DataConnection.Destination(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        "h3",
                        PATIENCE),
                shown,
                new TransferSender.Manner(RateCap.none(), _ -> {}));
    }

    /** Lets the client's side of a handshake pass, so that the server's side is what is tested. */
    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
