package io.transship.daemon.transfer.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real zstd; the speed of compressing is what the clock of the test says. */
class CompressorTest {

    private static final int CHUNK = 256 << 10;

    /** Between two looks at the clock: 256 KiB in 1 ms are 262 MB/s. */
    private static final long STEP_NANOS = 1_000_000;

    private long now;
    private final Compressor compressor = new Compressor(() -> now += STEP_NANOS);
    private final Decompressor decompressor = new Decompressor(CHUNK);
    private final byte[] packed = new byte[Compressor.bound(CHUNK)];
    private final byte[] text = text();
    private final byte[] noise = noise();

    private static byte[] text() {
        byte[] words = "state of a container, page by page; ".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[CHUNK];
        Random random = new Random(3);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    random.nextInt(9) == 0 ? (byte) random.nextInt(256) : words[i % words.length];
        }
        return bytes;
    }

    private static byte[] noise() {
        byte[] bytes = new byte[CHUNK];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void end() {
        compressor.close();
        decompressor.close();
    }

    @Test
    void onASlowLinkBytesShrinkAndComeBack() {
        compressor.link(OptionalDouble.of(1e6), true);

        int length = compressor.pack(text, 0, CHUNK, packed);

        assertThat(length).isPositive().isLessThan(CHUNK);
        assertThat(unpacked(length)).isEqualTo(text);
    }

    @Test
    void onAFastLinkAllButTheTrialsGoAsTheyAre() {
        compressor.link(OptionalDouble.of(1e9), true);

        assertThat(packedOf(2000, text)).isLessThanOrEqualTo(4);
    }

    @Test
    void afterARestTheFirstBytesShrinkOnAFastLinkToo() {
        compressor.link(OptionalDouble.of(1e9), true);
        packedOf(10, text);

        compressor.rested();
        assertThat(packedOf(4, text)).isEqualTo(4);
        assertThat(packedOf(40, text)).isLessThanOrEqualTo(1);

        compressor.rested();
        assertThat(packedOf(1, noise)).isZero();
        assertThat(packedOf(4, text)).as("after some that did not shrink").isLessThanOrEqualTo(1);
    }

    @Test
    void whatDoesNotShrinkGoesAsItIsAndIsTriedAgainSometimes() {
        compressor.link(OptionalDouble.of(1e6), true);
        long before = now;

        assertThat(packedOf(640, noise)).isZero();
        assertThat((now - before) / (2 * STEP_NANOS)).as("trials").isBetween(5L, 20L);

        assertThat(packedOf(128, text)).as("the bytes have changed").isGreaterThan(60);
    }

    @Test
    void aLinkThatChangesChangesTheLevel() {
        compressor.link(OptionalDouble.of(1e9), true);
        packedOf(10, text);
        assertThat(compressor.level()).isZero();

        compressor.link(OptionalDouble.of(1e6), true);
        packedOf(2000, text);
        assertThat(compressor.level()).isPositive();

        compressor.link(OptionalDouble.of(1e9), true);
        packedOf(10, text);
        assertThat(compressor.level()).isZero();
    }

    @Test
    void aSenderThatIsTheSlowPartLooksAtThePlainLinkAgain() {
        compressor.link(OptionalDouble.of(1e8), false);

        int count = packedOf(512, text);

        assertThat(count).isBetween(470, 506);
    }

    @Test
    void tinyChunksAreNotWorthTheCall() {
        compressor.link(OptionalDouble.of(1e3), true);
        packedOf(4, text);

        assertThat(compressor.pack(new byte[CHUNK], 0, 1000, packed)).isZero();
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() {
        compressor.link(OptionalDouble.of(1e3), true);
        byte[] zeros = new byte[CHUNK];
        int length = compressor.pack(zeros, 0, CHUNK, packed);

        for (int size : new int[] {CHUNK - 1, CHUNK + 1, Integer.MAX_VALUE, 0, -1, 1}) {
            assertViolation(length, size);
        }
    }

    @Test
    void garbageIsRefused() {
        new Random(4).nextBytes(packed);

        assertViolation(1000, CHUNK);
        assertViolation(0, CHUNK);
    }

    @Test
    void whoIsClosedCompressesNothing() {
        compressor.close();

        assertThat(compressor.pack(text, 0, CHUNK, packed)).isZero();
    }

    private void assertViolation(int length, int size) {
        assertThatThrownBy(() -> decompressor.unpack(ByteBuffer.wrap(packed, 0, length), size))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION));
    }

    private byte[] unpacked(int length) {
        ByteBuffer plain = decompressor.unpack(ByteBuffer.wrap(packed, 0, length), CHUNK);
        return Arrays.copyOf(plain.array(), plain.remaining());
    }

    /** How many of the chunks were compressed. */
    private int packedOf(int chunks, byte[] bytes) {
        int count = 0;
        for (int i = 0; i < chunks; i++) {
            count += compressor.pack(bytes, 0, CHUNK, packed) > 0 ? 1 : 0;
        }
        return count;
    }
}
