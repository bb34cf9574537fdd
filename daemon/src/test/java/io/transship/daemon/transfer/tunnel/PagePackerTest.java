package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.transfer.pace.RateCap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a tunnel's bytes are on the wire. */
class PagePackerTest {

    private static final int PIECE = 32 + 4096;

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();

    @Test
    void pagesThatShrinkTakeFewerBytesAndComeAsTheyWere() throws IOException {
        byte[] page = new byte[PIECE];
        Arrays.fill(page, (byte) 'x');
        try (PagePacker packer = new PagePacker(RateCap.none())) {
            send(packer, page, 20);

            assertThat(packer.plainBytes()).isEqualTo(20L * PIECE);
            assertThat(packer.wireBytes()).isLessThan(20L * PIECE / 10);
        }
        assertThat(read()).isEqualTo(plain.toByteArray());
    }

    @Test
    void aFastWayIsNotBegunWithWork() throws IOException {
        byte[] page = new byte[PIECE];
        RateCap fast = new RateCap(10_000_000_000L, System::nanoTime);
        try (PagePacker packer = new PagePacker(fast)) {
            send(packer, page, 20);

            assertThat(packer.wireBytes()).isEqualTo(20L * PIECE);
        }
    }

    @Test
    void pagesThatDoNotShrinkAreSentAsTheyAre() throws IOException {
        byte[] noise = new byte[PIECE];
        new SplittableRandom(7).nextBytes(noise);
        try (PagePacker packer = new PagePacker(RateCap.none())) {
            send(packer, noise, 20);

            assertThat(packer.wireBytes()).isEqualTo(20L * PIECE);
        }
        assertThat(read()).isEqualTo(plain.toByteArray());
    }

    @Test
    void aSlowWayIsWorthTheWorkBehindTheFirstMebibyteToo() throws IOException {
        byte[] page = new byte[3 * PIECE];
        Arrays.fill(page, (byte) 'x');
        RateCap slow = new RateCap(80_000_000, System::nanoTime);
        try (PagePacker packer = new PagePacker(slow)) {
            send(packer, page, 400);

            assertThat(packer.wireBytes()).isLessThan(400L * page.length / 10);
        }
        assertThat(read()).isEqualTo(plain.toByteArray());
    }

    private void send(PagePacker packer, byte[] bytes, int times) throws IOException {
        TunnelFrames.Writer writer = new TunnelFrames.Writer(wire);
        for (int i = 0; i < times; i++) {
            bytes[0] = (byte) i;
            plain.write(bytes);
            packer.send(bytes, bytes.length, writer);
        }
    }

    private byte[] read() throws IOException {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(wire.toByteArray());
        try (TunnelFrames.Reader reader = new TunnelFrames.Reader(in)) {
            while (in.available() > 0) {
                assertThat(reader.read()).isIn(TunnelFrames.Type.DATA, TunnelFrames.Type.PACKED);
                came.write(reader.bytes(), 0, reader.length());
            }
        }
        return came.toByteArray();
    }
}
