package io.transship.daemon.transfer.pace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The most that one migration may send, over all its connections. May be changed while bytes wait;
 * thread-safe.
 */
public final class RateCap {

    /**
     * A piece is sent within this time at the capped rate, so that bytes flow instead of jumping.
     */
    private static final int PIECE_MS = 10;

    /**
     * A full Ethernet frame (1514 bytes) carries 1448 bytes of a TCP connection. A link's capacity
     * and its load are counted in frames; a sender that forgets that asks for more than there is,
     * and TCP pays with lost segments.
     */
    private static final double ON_THE_WIRE = 1514.0 / 1448;

    private static final int SMALLEST_PIECE = 1400;
    private static final int LARGEST_PIECE = 1 << 20;

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TokenBucket bucket;

    /**
     * A cap.
     *
     * @param bitsPerSecond on the wire, headers of frames included; 0: none
     * @param nanoTime a monotonic clock
     * @throws IllegalArgumentException if the rate is negative
     */
    public RateCap(long bitsPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.bucket = new TokenBucket(checked(bitsPerSecond), nanoTime.getAsLong());
    }

    /** No cap, until one is set. */
    public static RateCap none() {
        return new RateCap(0, System::nanoTime);
    }

    private static long checked(long bitsPerSecond) {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("a rate is not negative: " + bitsPerSecond);
        }
        return bitsPerSecond;
    }

    /** From now on at most that on the wire; 0: no cap. */
    public void set(long bitsPerSecond) {
        lock.lock();
        try {
            bucket.setRate(checked(bitsPerSecond), nanoTime.getAsLong());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** In bits a second; 0: no cap. */
    public long bitsPerSecond() {
        lock.lock();
        try {
            return bucket.bitsPerSecond();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the bytes may go. */
    public void acquire(int bytes) throws InterruptedIOException {
        lock.lock();
        try {
            long nanos = bucket.take(framed(bytes), nanoTime.getAsLong());
            while (nanos > 0) {
                var _ = changed.awaitNanos(nanos);
                nanos = bucket.take(framed(bytes), nanoTime.getAsLong());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the rate");
        } finally {
            lock.unlock();
        }
    }

    /** What so many bytes of a connection are on the wire. */
    static int framed(int bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(bytes * ON_THE_WIRE));
    }

    /** The stream, no faster than the cap. */
    public OutputStream over(OutputStream out) {
        return new Capped(out);
    }

    /** How many bytes should be asked for at a time, so that they flow instead of jumping. */
    public int piece() {
        long rate = bitsPerSecond();
        long bytes = rate == 0 ? LARGEST_PIECE : rate / 8 * PIECE_MS / 1000;
        return Math.clamp(bytes, SMALLEST_PIECE, LARGEST_PIECE);
    }

    /** Sends in pieces, each when it may go. */
    private final class Capped extends OutputStream {

        private final OutputStream out;

        Capped(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, piece());
                acquire(part);
                out.write(bytes, offset + done, part);
                done += part;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
