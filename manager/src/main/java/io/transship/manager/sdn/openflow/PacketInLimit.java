package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import java.util.Map;
import java.util.TreeMap;

/**
 * A token bucket per port: how many frames without a flow entry one port may send us. A broadcast
 * storm, or a host that tries many addresses, must not take the controller from the others.
 */
final class PacketInLimit {

    /** What {@link #take} says. */
    enum Verdict {
        /** Handle it. */
        PASS,
        /** Drop it, and have the switch drop what follows. */
        BLOCK,
        /** Drop it; the switch knows already. */
        DROP
    }

    private static final double FRAMES_PER_SECOND = 500;
    private static final double BURST = 1000;

    private static final class Bucket {
        double tokens = BURST;
        long filledAt;
        boolean blocked;
    }

    private final Map<ConnectPoint, Bucket> buckets = new TreeMap<>();

    Verdict take(ConnectPoint from, long nowNanos) {
        Bucket bucket = buckets.computeIfAbsent(from, none -> full(nowNanos));
        double refill = (nowNanos - bucket.filledAt) / 1e9 * FRAMES_PER_SECOND;
        bucket.tokens = Math.min(BURST, bucket.tokens + refill);
        bucket.filledAt = nowNanos;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            bucket.blocked = false;
            return Verdict.PASS;
        }
        Verdict verdict = bucket.blocked ? Verdict.DROP : Verdict.BLOCK;
        bucket.blocked = true;
        return verdict;
    }

    void forget(ConnectPoint port) {
        buckets.remove(port);
    }

    private static Bucket full(long nowNanos) {
        Bucket bucket = new Bucket();
        bucket.filledAt = nowNanos;
        return bucket;
    }
}
