package io.transship.daemon.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cap as a stream; the clock is moved by what is written. */
class RateCapTest {

    @Test
    void theBytesStayAsTheyAre() throws IOException {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        try (OutputStream capped = new RateCap(8_000_000_000L, System::nanoTime).over(out)) {
            capped.write(bytes, 1, bytes.length - 1);
            capped.write(7);
        }

        assertThat(out.toByteArray()).hasSize(bytes.length).endsWith(7).startsWith(bytes[1]);
        assertThat(out.toByteArray()[50_000]).isEqualTo(bytes[50_001]);
    }

    @Test
    void aSlowRateIsSentInSmallPieces() throws IOException {
        AtomicLong clock = new AtomicLong();
        AtomicLong largest = new AtomicLong();
        RateCap cap = new RateCap(1_000_000, clock::get);
        OutputStream counting =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new AssertionError("one byte at a time");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        largest.accumulateAndGet(length, Math::max);
                        clock.addAndGet(1_000_000_000L);
                    }
                };

        try (OutputStream capped = cap.over(counting)) {
            capped.write(new byte[200_000]);
        }

        assertThat(largest.get()).isLessThanOrEqualTo(1400);
    }

    @Test
    @Timeout(20)
    void whoWaitsHearsThatTheCapIsGone() throws Exception {
        AtomicLong clock = new AtomicLong();
        RateCap cap = new RateCap(8, clock::get);
        cap.acquire(1000);
        Thread waiting = Thread.ofVirtual().start(() -> acquire(cap));

        cap.set(0);

        waiting.join();
        assertThat(cap.bitsPerSecond()).isZero();
    }

    private static void acquire(RateCap cap) {
        try {
            cap.acquire(1000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theHeadersOfFramesCountToo() {
        assertThat(RateCap.framed(1448)).isEqualTo(1514);
        assertThat(RateCap.framed(1 << 20)).isBetween(1_096_000, 1_097_000);
        assertThat(RateCap.framed(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatThrownBy(() -> new RateCap(-1, System::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateCap.none().set(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
