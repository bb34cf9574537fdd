package io.transship.daemon.transfer.tunnel;

import io.transship.daemon.transfer.compression.Compressor;
import io.transship.daemon.transfer.pace.LinkRate;
import io.transship.daemon.transfer.pace.RateCap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a local socket's bytes through a tunnel, compressed where that is faster: what the way
 * carries is learnt from how long writes take. {@link #wireBytes} and {@link #plainBytes} are for
 * any thread, the rest for one.
 */
final class PagePacker implements AutoCloseable {

    /** A way that may be that fast is not begun with compressing: in bits a second. */
    private static final long FAST = 1_000_000_000;

    /** What is fetched at a time on a slow way. */
    private static final int TWO_PAGES = 8 << 10;

    private final RateCap cap;
    private final Compressor compressor = new Compressor(System::nanoTime, TWO_PAGES);
    private final LinkRate rate = new LinkRate(System.nanoTime());
    private final AtomicLong plainBytes = new AtomicLong();
    private final AtomicLong wireBytes = new AtomicLong();

    /** As large as was needed so far: an end that only asks for pages needs little. */
    private byte[] packed = new byte[0];

    /** {@code cap}: what may be sent, counted as it goes onto the wire. */
    PagePacker(RateCap cap) {
        this.cap = cap;
        long bound = cap.bitsPerSecond();
        if (bound == 0 || bound < FAST) {
            compressor.rested();
        }
    }

    /**
     * Sends them when they may go.
     *
     * @param length bytes; at most {@link TunnelFrames#MAX_BYTES}
     */
    void send(byte[] bytes, int length, TunnelFrames.Writer to) throws IOException {
        compressor.link(rate.within(cap), rate.saturated());
        if (packed.length < Compressor.bound(length)) {
            packed = new byte[Compressor.bound(length)];
        }
        int shorter = compressor.pack(bytes, 0, length, packed);
        if (shorter > 0) {
            byte[] payload =
                    ByteBuffer.allocate(Integer.BYTES + shorter)
                            .putInt(length)
                            .put(packed, 0, shorter)
                            .array();
            write(TunnelFrames.Type.PACKED, payload, payload.length, to);
        } else {
            write(TunnelFrames.Type.DATA, bytes, length, to);
        }
        plainBytes.addAndGet(length);
    }

    private void write(TunnelFrames.Type type, byte[] bytes, int length, TunnelFrames.Writer to)
            throws IOException {
        long begin = System.nanoTime();
        cap.acquire(length);
        to.write(type, bytes, length);
        long now = System.nanoTime();
        rate.wrote(now - begin);
        rate.acknowledged(length, now);
        wireBytes.addAndGet(length);
    }

    /** What the local socket said, so far. */
    long plainBytes() {
        return plainBytes.get();
    }

    /** What went onto the wire for it. */
    long wireBytes() {
        return wireBytes.get();
    }

    @Override
    public void close() {
        compressor.close();
    }
}
