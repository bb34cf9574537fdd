package io.transship.daemon.transfer.pace;

import java.util.OptionalDouble;

/**
 * How fast the way to the target takes bytes, from what it acknowledges. Only while the sender is
 * held up in its writes does the way show its own speed; otherwise the sender is the slow one, and
 * what came through is a lower bound. The caller reads the clock. Thread-safe.
 */
public final class LinkRate {

    private static final double NANOS = 1e9;
    private static final long SAMPLE_NANOS = 20_000_000;
    private static final long SAMPLE_BYTES = 64 << 10;
    private static final double SATURATED = 0.7;
    private static final double WEIGHT = 0.5;

    private double bytesPerSecond = Double.NaN;
    private boolean saturated;
    private long since;
    private long acknowledged;
    private long writing;

    /** Nothing is known; {@code now}: in ns. */
    public LinkRate(long now) {
        this.since = now;
    }

    /** The sender was in a write for that long. */
    public synchronized void wrote(long nanos) {
        writing += nanos;
    }

    /** The target has taken that many bytes more. */
    public synchronized void acknowledged(long bytes, long now) {
        acknowledged += bytes;
        long elapsed = now - since;
        if (elapsed >= SAMPLE_NANOS && acknowledged >= SAMPLE_BYTES) {
            sample(acknowledged / (elapsed / NANOS), writing >= SATURATED * elapsed);
            begin(now);
        }
    }

    /** A new connection, or bytes again after a pause: what lay between says nothing. */
    public synchronized void begin(long now) {
        since = now;
        acknowledged = 0;
        writing = 0;
    }

    private void sample(double rate, boolean full) {
        saturated = full;
        if (Double.isNaN(bytesPerSecond)) {
            bytesPerSecond = rate;
        } else if (full) {
            bytesPerSecond += WEIGHT * (rate - bytesPerSecond);
        } else {
            bytesPerSecond = Math.max(bytesPerSecond, rate);
        }
    }

    /** In bytes a second, or empty while nothing is known. */
    public synchronized OptionalDouble bytesPerSecond() {
        return Double.isNaN(bytesPerSecond)
                ? OptionalDouble.empty()
                : OptionalDouble.of(bytesPerSecond);
    }

    /**
     * What the way takes of a sender that keeps to the cap, in bytes a second: the lesser of both,
     * or the one that is known; empty while nothing is known and nothing bounds it.
     */
    public OptionalDouble within(RateCap cap) {
        OptionalDouble measured = bytesPerSecond();
        double most = cap.bitsPerSecond() / 8.0;
        return most == 0 ? measured : OptionalDouble.of(Math.min(most, measured.orElse(most)));
    }

    /** Whether the way was the slow part lately. */
    public synchronized boolean saturated() {
        return saturated;
    }
}
