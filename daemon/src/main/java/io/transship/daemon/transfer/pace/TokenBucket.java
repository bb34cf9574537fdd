package io.transship.daemon.transfer.pace;

/**
 * Bytes that may go, at a rate. What goes may overdraw the bucket; whoever comes next waits until
 * the debt is paid, so that a piece may be larger than the bucket. The caller reads the clock; any
 * one that doesn't go back will do. Not thread-safe.
 */
final class TokenBucket {

    private static final double NANOS = 1e9;

    /**
     * The bucket holds what flows in within this time, so that a pause is made up for only a
     * little.
     */
    private static final double DEPTH_SECONDS = 0.02;

    private long bitsPerSecond;
    private double tokens;
    private long filledAt;

    /**
     * A full bucket.
     *
     * @param bitsPerSecond 0: no bound
     */
    TokenBucket(long bitsPerSecond, long now) {
        this.bitsPerSecond = bitsPerSecond;
        this.filledAt = now;
        this.tokens = depth();
    }

    /** From now on that rate; debts stay, and are paid at the new rate. */
    void setRate(long newBitsPerSecond, long now) {
        fill(now);
        bitsPerSecond = newBitsPerSecond;
        tokens = Math.min(tokens, depth());
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }

    /**
     * Takes the bytes if they may go.
     *
     * @return 0 if they were taken, else after how many nanoseconds to ask again
     */
    long take(int bytes, long now) {
        if (bitsPerSecond == 0) {
            return 0;
        }
        fill(now);
        if (tokens < 0) {
            return Math.max(1, (long) Math.ceil(-tokens / bytesPerSecond() * NANOS));
        }
        tokens -= bytes;
        return 0;
    }

    private void fill(long now) {
        if (bitsPerSecond > 0) {
            double inflow = (now - filledAt) / NANOS * bytesPerSecond();
            tokens = Math.min(depth(), tokens + inflow);
        }
        filledAt = now;
    }

    private double bytesPerSecond() {
        return bitsPerSecond / 8.0;
    }

    private double depth() {
        return bytesPerSecond() * DEPTH_SECONDS;
    }
}
