package io.transship.manager.sdn.openflow.wire;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The least of the newest samples. A probe's travel time is the link's latency plus whatever the
 * two machines were busy with; the least sample is the one with the least of the latter.
 */
public final class SlidingMinimum {

    private final long[] samples;
    private long count;

    /** Of the newest {@code window} samples. */
    public SlidingMinimum(int window) {
        samples = new long[window];
        Arrays.fill(samples, Long.MAX_VALUE);
    }

    /** Takes a sample; past the window the oldest goes. */
    public void add(long sample) {
        samples[(int) (count++ % samples.length)] = sample;
    }

    /** How many samples there have been. */
    public long count() {
        return count;
    }

    /** The least; empty without samples. */
    public OptionalLong least() {
        if (count == 0) {
            return OptionalLong.empty();
        }
        long least = Long.MAX_VALUE;
        for (long sample : samples) {
            least = Math.min(least, sample);
        }
        return OptionalLong.of(least);
    }
}
