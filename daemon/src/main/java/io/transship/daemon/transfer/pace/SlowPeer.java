package io.transship.daemon.transfer.pace;

import java.time.Duration;

/** Tells a slow peer from a dead one, by the frame that it has begun. A pure function. */
public final class SlowPeer {

    /** No judgement before. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The slowest that is taken for alive: a modem brings more. */
    public static final int BYTES_PER_SECOND = 100;

    private SlowPeer() {}

    /**
     * Whether a frame that brought so many bytes since it began, so long ago, is not worth waiting
     * for.
     */
    public static boolean isDead(long bytes, Duration since) {
        return since.compareTo(PATIENCE) > 0 && bytes < (long) BYTES_PER_SECOND * since.toSeconds();
    }
}
