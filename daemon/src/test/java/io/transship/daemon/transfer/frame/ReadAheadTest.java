package io.transship.daemon.transfer.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames come in order and stay whole while later ones are read; what ends them comes last. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadAheadTest {

    private static final int FRAMES = 200;
    private static final int SMALL = 1000;
    private static final int LONG = 20_000;

    @Test
    void everyFrameComesInOrderAndStaysUntilTheNextIsAskedFor() throws Exception {
        for (int every : new int[] {1, 7, FRAMES}) {
            try (ReadAhead ahead = ahead(stream(frames(every)), new Counting())) {
                for (int i = 0; i < FRAMES; i++) {
                    Frames.Frame frame = ahead.next();
                    // Time for the reader to do harm, if it did not wait.
                    Thread.yield();
                    assertThat(frame.type()).isEqualTo(FrameType.DATA);
                    assertThat(frame.payload().remaining()).isEqualTo(length(i, every));
                    assertThat(frame.bytes(length(i, every))).containsOnly((byte) i);
                }
                assertThatThrownBy(ahead::next).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void readsNoFurtherThanAFewLongFrames() throws Exception {
        Counting counting = new Counting();
        try (ReadAhead ahead = ahead(stream(frames(1)), counting)) {
            for (int i = 0; i < 10; i++) {
                var _ = ahead.next();
            }
            assertThat(counting.ended.get()).isBetween(10, 13);
        }
    }

    @Test
    void aSmallFrameComesThoughNothingFollows() throws Exception {
        try (PipedOutputStream peer = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(peer);
                ReadAhead ahead = ahead(in, new Counting())) {
            for (int i = 0; i < 3; i++) {
                Frames.write(peer, FrameType.DATA, ByteBuffer.allocate(SMALL));
                peer.flush();
                assertThat(ahead.next().payload().remaining()).isEqualTo(SMALL);
            }
        }
    }

    @Test
    void aFrameThatMayNotBeEndsItBehindThoseBefore() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frames.write(bytes, FrameType.DATA, ByteBuffer.allocate(3));
        Frames.write(bytes, FrameType.DATA, ByteBuffer.allocate(LONG + 1));
        try (ReadAhead ahead = ahead(stream(bytes), new Counting())) {
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
        try (ReadAhead ahead = ahead(broken, new Counting())) {
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class);
        }
    }

    private static ReadAhead ahead(InputStream in, Counting counting) {
        return new ReadAhead(in, LONG, counting, () -> in.available() > 0);
    }

    private static int length(int i, int every) {
        return i % every == 0 ? LONG : SMALL;
    }

    /** {@code every}: how many frames apart the long ones are. */
    private static ByteArrayOutputStream frames(int every) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            byte[] payload = new byte[length(i, every)];
            Arrays.fill(payload, (byte) i);
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
