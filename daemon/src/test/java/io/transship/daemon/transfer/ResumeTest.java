package io.transship.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data connection that breaks anywhere: the next one goes on, and nothing is doubled or lost. */
@Timeout(120)
class ResumeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PLENTY = Long.MAX_VALUE;

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] noise = new byte[300_000];
    private final byte[] text = new byte[300_000];
    private Certificates authority;
    private TransferServer server;
    private TransferInbox inbox;
    private TransferServer.Registration registration;
    private Path directory;
    private int sessions;

    @BeforeEach
    void listen() {
        new Random(1).nextBytes(noise);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i % 251 * (i % 7));
        }
        authority = new Certificates(folder.resolve("tls"), "Test authority");
        server =
                new TransferServer(
                        authority.identity("h3").context(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        threads);
        server.start();
    }

    @AfterEach
    void end() {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void aCutAnywhereOnTheWayForthIsMended() throws Exception {
        long all = session(PLENTY, PLENTY);
        int cuts = 10;
        for (int i = 0; i < cuts; i++) {
            session(all * i / cuts + 1, PLENTY);
        }
        // The end of the stream is where the small frames are.
        for (int i = 0; i < 6; i++) {
            session(all - 1500 + i * 250, PLENTY);
        }
    }

    @Test
    void aCutAnywhereOnTheWayBackIsMended() throws Exception {
        for (int back = 1; back < 4000; back += 700) {
            session(PLENTY, back);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void aCutAfterEveryFrameIsMended(int cutAfter) throws Exception {
        assertThat(frameByFrame(frame -> frame == cutAfter)).isEqualTo(2);
    }

    @Test
    void manyCutsInOneSessionAreMended() throws Exception {
        assertThat(frameByFrame(_ -> true)).isGreaterThan(2);
    }

    /** Sends each frame by itself, and cuts the connection after some; returns the connections. */
    private long frameByFrame(IntPredicate cutAfter) throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), PLENTY, PLENTY)) {
            SenderLink.Dialer dialer =
                    shown ->
                            DataConnection.dial(
                                    authority.identity("h2").context(), destination(proxy), shown);
            try (SenderLink link =
                            new SenderLink(dialer.dial(id), dialer, PATIENCE, RateCap.none());
                    FrameWriter writer = new FrameWriter(link, RateCap.none())) {
                List<Runnable> frames = frames(writer);
                for (int i = 0; i < frames.size(); i++) {
                    frames.get(i).run();
                    writer.flush();
                    if (cutAfter.test(i)) {
                        await().atMost(PATIENCE).until(link::cut);
                    }
                }
                assertThat(inbox.await(1, PATIENCE)).hasSize(2);
                assertThat(directory.resolve("image.tar")).hasBinaryContent(noise);
                assertThat(directory.resolve("layer.tar")).hasBinaryContent(text);
                assertThat(inbox.receivedBytes()).isEqualTo(noise.length + text.length);
                await().atMost(PATIENCE).until(() -> proxy.connections() > 1);
                return proxy.connections();
            }
        }
    }

    private List<Runnable> frames(FrameWriter writer) {
        return List.of(
                () -> file(writer, "image.tar"),
                () -> chunk(writer, noise, 0, ChunkDigest.CHUNK),
                () -> chunk(writer, noise, ChunkDigest.CHUNK, noise.length - ChunkDigest.CHUNK),
                () -> fileEnd(writer, noise),
                () -> file(writer, "layer.tar"),
                () -> chunk(writer, text, 0, ChunkDigest.CHUNK),
                () -> chunk(writer, text, ChunkDigest.CHUNK, text.length - ChunkDigest.CHUNK),
                () -> fileEnd(writer, text),
                () -> writer.put(FrameType.BATCH_END, ByteBuffer.allocate(4).putInt(1).flip()));
    }

    private static void file(FrameWriter writer, String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        writer.put(
                FrameType.FILE, ByteBuffer.allocate(8 + path.length).putLong(-1).put(path).flip());
    }

    private static void chunk(FrameWriter writer, byte[] bytes, int from, int length) {
        writer.chunk().put(bytes, from, length);
        writer.endChunk(length);
    }

    private static void fileEnd(FrameWriter writer, byte[] bytes) {
        ChunkDigest digest = new ChunkDigest();
        digest.update(ByteBuffer.wrap(bytes));
        writer.put(FrameType.FILE_END, ByteBuffer.wrap(digest.finish()));
    }

    @Test
    void anIdleConnectionIsMendedBeforeItIsNeeded() throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), PLENTY, PLENTY);
                TransferSender sender = connect(proxy, id)) {
            sender.send("image.tar", -1, out -> out.write(noise));
            sender.endBatch(1);
            inbox.await(1, PATIENCE);
            sender.cut();

            sender.send("layer.tar", -1, out -> out.write(text));
            sender.endBatch(2);

            inbox.await(2, PATIENCE);
            assertThat(directory.resolve("layer.tar")).hasBinaryContent(text);
        }
    }

    @Test
    void aConnectionThroughWhichNothingComesIsGivenUpForAnother() throws Exception {
        TransferId id = open();
        try (CutProxy proxy = CutProxy.stalling(server.port(), 200_000);
                ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
                TransferSender sender = connect(proxy, id);
                StallGuard _ = new StallGuard(sender, Duration.ofSeconds(2), scheduler)) {
            check(send(sender));

            assertThat(proxy.connections()).isGreaterThan(1);
        }
    }

    @Test
    void withoutATargetTheSenderGivesUp() throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), PLENTY, PLENTY);
                TransferSender sender = connect(proxy, id)) {
            proxy.close();
            server.close();

            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    sender.send("image.tar", -1, out -> out.write(noise));
                                }
                            })
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.TRANSFER_FAILED));
        }
    }

    @Test
    void aSessionThatIsOverTakesNoFurtherConnection() throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), PLENTY, PLENTY);
                TransferSender sender = connect(proxy, id)) {
            registration.close();

            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    sender.send("image.tar", -1, out -> out.write(noise));
                                }
                            })
                    .hasMessageContaining("no session expects this id");
        }
    }

    @Test
    void whatTheTargetFindsWrongIsSaidToTheSenderInsteadOfAskedForAgain() throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), PLENTY, PLENTY);
                TransferSender sender = connect(proxy, id)) {
            sender.send("image.tar", 7, out -> out.write(noise));

            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    sender.send("layer.tar", -1, out -> out.write(noise));
                                }
                            })
                    .hasMessageContaining("longer than announced");
            assertThat(proxy.connections()).as("tries").isLessThanOrEqualTo(2);
        }
    }

    /** A whole session through a connection that breaks; returns the bytes that passed. */
    private long session(long forth, long back) throws Exception {
        TransferId id = open();
        try (CutProxy proxy = new CutProxy(server.port(), forth, back)) {
            try (TransferSender sender = connect(proxy, id)) {
                check(send(sender));
            } catch (TransshipException e) {
                assertThat(e.code())
                        .as("cut at %d forth, %d back: %s", forth, back, e)
                        .isEqualTo(FailureCode.PEER_UNREACHABLE);
                assertThat(inbox.receivedBytes()).as("before the session began").isZero();
            }
            return proxy.passed();
        } finally {
            registration.close();
        }
    }

    private List<FileDigest> send(TransferSender sender) {
        List<FileDigest> files = new ArrayList<>();
        files.add(sender.send("image.tar", -1, out -> out.write(noise)));
        files.add(sender.send("dump/pages-1.img", text.length, out -> out.write(text)));
        for (int i = 0; i < 3; i++) {
            byte[] small = new byte[i];
            files.add(sender.send("dump/core-" + i + ".img", i, out -> out.write(small)));
        }
        sender.endBatch(1);
        return files;
    }

    private void check(List<FileDigest> files) throws Exception {
        assertThat(inbox.await(1, PATIENCE)).containsExactlyElementsOf(files);
        assertThat(inbox.receivedBytes())
                .as("nothing was written twice")
                .isEqualTo(noise.length + text.length + 3);
        assertThat(directory.resolve("image.tar")).hasBinaryContent(noise);
        assertThat(directory.resolve("dump/pages-1.img")).hasBinaryContent(text);
        assertThat(directory.resolve("dump/core-2.img")).hasSize(2L);
    }

    private TransferId open() throws IOException {
        directory = Files.createDirectories(folder.resolve("inbox-" + sessions++));
        inbox = new TransferInbox(directory, 10_000_000);
        inbox.openFolder("dump", Files.createDirectory(directory.resolve("dump")));
        TransferId id = TransferId.draw(new SecureRandom());
        registration = server.register(id, "h2", inbox);
        return id;
    }

    private TransferSender connect(CutProxy proxy, TransferId id) {
        return TransferSender.open(
                authority.identity("h2").context(),
                destination(proxy),
                id,
                new TransferSender.Manner(RateCap.none(), _ -> {}));
    }

    private static DataConnection.Destination destination(CutProxy proxy) {
        return new DataConnection.Destination(proxy.address(), "h3", PATIENCE);
    }
}
