package io.transship.daemon.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.testing.Fuzz;
import io.transship.daemon.transfer.compression.Decompressor;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.frame.TransferPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes over a data connection, broken in every way. */
class TransferFuzzTest {

    private static final long QUOTA = 1 << 20;

    /** Buffers for a frame and a chunk, and room for names and messages. */
    private static final long MOST = 2 * (ChunkDigest.CHUNK + 2048) + (512 << 10);

    @Test
    void aConnectionsFramesWriteNothingElsewhere(@TempDir Path folder) throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Path dump = Files.createDirectory(inbox.resolve("dump"));

        Fuzz.of("frames", MOST, session(false), session(true))
                .run(
                        40_000,
                        input -> {
                            TransferInbox into =
                                    new TransferInbox(inbox, QUOTA, Duration.ofSeconds(1));
                            into.openFolder("dump", dump);
                            try {
                                receive(input, into);
                            } finally {
                                into.fail(over());
                            }
                            assertThat(into.receivedBytes()).isLessThanOrEqualTo(QUOTA + MOST);
                        });

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing outside").containsExactly(inbox);
        }
        assertThat(bytesBelow(inbox)).as("in spite of all that was claimed").isLessThan(64 << 20);
        empty(inbox);
    }

    private static void receive(byte[] input, TransferInbox into) throws Exception {
        InputStream in = new ByteArrayInputStream(input);
        FrameReceiver receiver =
                new FrameReceiver(
                        in, () -> in.available() > 0, OutputStream.nullOutputStream(), into, 0);
        try {
            receiver.run();
        } catch (FrameReceiver.Broken end) {
            assertThat(receiver.taken()).isLessThanOrEqualTo(input.length / Frames.HEADER);
        }
    }

    @Test
    void aStrangersFirstFrameIsReadWithinItsLimit() throws Exception {
        Fuzz.of("greeting", 16 << 10, frame(FrameType.OPEN, new byte[33]), session(false))
                .run(
                        200_000,
                        input -> {
                            Frames.Frame frame =
                                    new Frames.Reader(new ByteArrayInputStream(input), 64).read();
                            assertThat(frame.payload().remaining()).isLessThanOrEqualTo(64);
                        });
    }

    @Test
    void aTargetsAnswersAreReadWithinTheirLimit() throws Exception {
        Fuzz.of(
                        "answers",
                        32 << 10,
                        frame(FrameType.ACCEPTED, new byte[40]),
                        frame(FrameType.TAKEN, new byte[16]),
                        frame(FrameType.REFUSED, "no".getBytes(StandardCharsets.UTF_8)))
                .run(
                        200_000,
                        input -> {
                            Frames.Frame frame =
                                    new Frames.Reader(new ByteArrayInputStream(input), 4096).read();
                            var _ = DataConnection.refused(frame).getMessage();
                            frame.payload().rewind();
                            var _ = TransferId.of(frame.bytes(TransferId.LENGTH));
                            var _ = frame.atLeast(Long.BYTES).getLong();
                        });
    }

    @Test
    void aPathNamesNothingButAFileInAFolder() throws Exception {
        Path folder = Path.of("/inbox");
        Fuzz.of(
                        "paths",
                        16 << 10,
                        "dump/pages-1.img".getBytes(StandardCharsets.UTF_8),
                        "layer.tar".getBytes(StandardCharsets.UTF_8),
                        "../../etc/passwd".getBytes(StandardCharsets.UTF_8))
                .run(
                        300_000,
                        input -> {
                            String text = new String(input, StandardCharsets.UTF_8);
                            Path path = TransferPath.parse(text).in(folder);
                            assertThat((Object) path.normalize()).isEqualTo(path);
                            assertThat((Object) path.getParent()).isEqualTo(folder);
                        });
    }

    @Test
    void aPackedChunkUnpacksToWhatItClaimsOrNotAtAll() throws Exception {
        byte[] text = "state of a container ".repeat(500).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[3000];
        new Random(2).nextBytes(noise);
        try (Decompressor decompressor = new Decompressor(1 << 16)) {
            Fuzz.of(
                            "zstd",
                            (1 << 16) + (128 << 10),
                            packed(text, text.length),
                            packed(noise, noise.length),
                            packed(new byte[1 << 20], 1 << 16))
                    .run(
                            120_000,
                            input -> {
                                ByteBuffer payload = ByteBuffer.wrap(input);
                                if (input.length >= Integer.BYTES) {
                                    int size = payload.getInt();
                                    ByteBuffer plain = decompressor.unpack(payload, size);
                                    assertThat(plain.remaining()).isEqualTo(size);
                                }
                            });
        }
    }

    private static byte[] packed(byte[] bytes, int claimed) {
        byte[] packed = Zstd.compress(bytes, 1);
        return ByteBuffer.allocate(4 + packed.length).putInt(claimed).put(packed).array();
    }

    private static byte[] session(boolean compressed) throws IOException {
        byte[] content = "pages of memory ".repeat(200).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String path : List.of("image.tar", "dump/pages-1.img", "dump/core-1.img")) {
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            out.write(
                    frame(
                            FrameType.FILE,
                            ByteBuffer.allocate(8 + name.length)
                                    .putLong(path.contains("1") ? content.length : -1)
                                    .put(name)
                                    .array()));
            out.write(
                    compressed
                            ? frame(FrameType.PACKED, packed(content, content.length))
                            : frame(FrameType.DATA, content));
            ChunkDigest digest = new ChunkDigest();
            digest.update(ByteBuffer.wrap(content));
            out.write(frame(FrameType.FILE_END, digest.finish()));
        }
        out.write(frame(FrameType.BATCH_END, ByteBuffer.allocate(4).putInt(1).array()));
        return out.toByteArray();
    }

    private static byte[] frame(FrameType type, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames.write(out, type, ByteBuffer.wrap(payload));
        return out.toByteArray();
    }

    private static TransshipException over() {
        return new TransshipException(FailureCode.TRANSFER_FAILED, "the input is over.");
    }

    private static long bytesBelow(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
