package io.transship.daemon.transfer.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames come in order and stay whole while later ones are read; what ends them comes last. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadAheadTest {

    private static final int FRAMES = 200;
    private static final int LENGTH = 1000;

    @Test
    void everyFrameComesInOrderAndStaysUntilTheNextIsAskedFor() throws Exception {
        try (ReadAhead ahead = new ReadAhead(stream(frames()), LENGTH, new Counting())) {
            for (int i = 0; i < FRAMES; i++) {
                Frames.Frame frame = ahead.next();
                // Time for the reader to do harm, if it did not wait.
                Thread.yield();
                assertThat(frame.type()).isEqualTo(FrameType.DATA);
                assertThat(frame.bytes(LENGTH)).containsOnly((byte) i);
            }
            assertThatThrownBy(ahead::next).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void readsNoFurtherThanAFewFrames() throws Exception {
        Counting counting = new Counting();
        try (ReadAhead ahead = new ReadAhead(stream(frames()), LENGTH, counting)) {
            for (int i = 0; i < 10; i++) {
                var _ = ahead.next();
            }
            assertThat(counting.ended.get()).isBetween(10, 13);
        }
    }

    @Test
    void aFrameThatMayNotBeEndsItBehindThoseBefore() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frames.write(bytes, FrameType.DATA, ByteBuffer.allocate(3));
        Frames.write(bytes, FrameType.DATA, ByteBuffer.allocate(LENGTH + 1));
        try (ReadAhead ahead = new ReadAhead(stream(bytes), LENGTH, new Counting())) {
            assertThat(ahead.next().bytes(3)).hasSize(3);
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(TransshipException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void aDefectOfTheStreamEndsItToo() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new StackOverflowError("as a test");
                    }
                };
        try (ReadAhead ahead = new ReadAhead(broken, LENGTH, new Counting())) {
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class);
        }
    }

    private static ByteArrayOutputStream frames() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            byte[] payload = new byte[LENGTH];
            java.util.Arrays.fill(payload, (byte) i);
            Frames.write(bytes, FrameType.DATA, ByteBuffer.wrap(payload));
        }
        return bytes;
    }

    private static InputStream stream(ByteArrayOutputStream bytes) {
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static final class Counting implements Frames.Arrival {

        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void came(int bytes) {}

        @Override
        public void ended() {
            ended.incrementAndGet();
        }
    }
}
