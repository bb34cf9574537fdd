package io.transship.daemon.transfer.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every flipped byte is found, however the bytes come. */
class ChunkDigestTest {

    private final byte[] content = new byte[ChunkDigest.CHUNK + 1000];

    ChunkDigestTest() {
        new Random(5).nextBytes(content);
    }

    @Test
    void isWhatTheProtocolSays() throws Exception {
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int[] chunk : new int[][] {{0, ChunkDigest.CHUNK}, {ChunkDigest.CHUNK, 1000}}) {
            CRC32C castagnoli = new CRC32C();
            castagnoli.update(content, chunk[0], chunk[1]);
            CRC32 ethernet = new CRC32();
            ethernet.update(content, chunk[0], chunk[1]);
            expected.update(
                    ByteBuffer.allocate(8)
                            .putInt((int) castagnoli.getValue())
                            .putInt((int) ethernet.getValue())
                            .flip());
        }

        assertThat(digest(content)).isEqualTo(expected.digest());
        assertThat(HexFormat.of().formatHex(digest(new byte[0])))
                .as("of nothing")
                .startsWith("e3b0c44298fc1c14");
    }

    @Test
    void doesNotDependOnHowTheBytesAreCut() {
        Random random = new Random(6);
        ChunkDigest digest = new ChunkDigest();
        int at = 0;
        while (at < content.length) {
            int part = Math.min(content.length - at, 1 + random.nextInt(30_000));
            ByteBuffer piece = ByteBuffer.wrap(content, at, part);
            digest.update(piece);
            assertThat(piece.remaining()).as("the buffer stays as it was").isEqualTo(part);
            at += part;
        }

        assertThat(digest.finish()).isEqualTo(digest(content));
    }

    @Test
    void alsoTellsTheCrcOfTheWholeFile() {
        for (int size : new int[] {0, 1, 1000, ChunkDigest.CHUNK, content.length}) {
            CRC32C expected = new CRC32C();
            expected.update(content, 0, size);
            ChunkDigest digest = new ChunkDigest();
            digest.update(ByteBuffer.wrap(content, 0, size));
            var _ = digest.finish();

            assertThat(digest.crc32c())
                    .as("of %d bytes", size)
                    .isEqualTo((int) expected.getValue());
        }
    }

    @Test
    void everyFlippedByteAndEveryCutIsFound() {
        byte[] whole = digest(content);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] other = content.clone();
            int at = i < 2 ? i * (content.length - 1) : random.nextInt(content.length);
            other[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(digest(other)).as("a bit of byte %d", at).isNotEqualTo(whole);
        }

        assertThat(digest(Arrays.copyOf(content, content.length - 1))).isNotEqualTo(whole);
        assertThat(digest(Arrays.copyOf(content, content.length + 1))).isNotEqualTo(whole);
        assertThat(digest(Arrays.copyOf(content, ChunkDigest.CHUNK))).isNotEqualTo(whole);
    }

    @Test
    void aFileOnTheDiskIsCheckedInTheSameWay(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("pages-1.img"), content);

        assertThat(ChunkDigest.of(file)).isEqualTo(digest(content));
    }

    private static byte[] digest(byte[] bytes) {
        ChunkDigest digest = new ChunkDigest();
        digest.update(ByteBuffer.wrap(bytes));
        return digest.finish();
    }
}
