package io.transship.lab.demo.client;

/**
 * Counts durations in buckets that grow with the value, so that a quantile is right within 7 %
 * however long the run. Not thread-safe.
 */
final class LatencyHistogram {

    private static final int BUCKETS_AN_OCTAVE = 16;
    private static final int OCTAVES = 40;

    private final long[] counts = new long[BUCKETS_AN_OCTAVE * OCTAVES];
    private long total;
    private long maximumNanos;

    void add(long nanos) {
        long value = Math.max(1, nanos);
        counts[bucket(value)]++;
        total++;
        maximumNanos = Math.max(maximumNanos, value);
    }

    /**
     * The value that a share of all durations does not exceed, in milliseconds; 0 when nothing was
     * counted.
     *
     * @param share 0 to 1
     */
    double quantileMs(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length && wanted > 0; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return Math.min(upperNanos(bucket), (double) maximumNanos) / 1e6;
            }
        }
        return 0;
    }

    double maximumMs() {
        return maximumNanos / 1e6;
    }

    private static int bucket(long nanos) {
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        double within = nanos / (double) (1L << octave) - 1;
        int bucket = octave * BUCKETS_AN_OCTAVE + (int) (within * BUCKETS_AN_OCTAVE);
        return Math.min(bucket, BUCKETS_AN_OCTAVE * OCTAVES - 1);
    }

    private static double upperNanos(int bucket) {
        double start = (double) (1L << (bucket / BUCKETS_AN_OCTAVE));
        return start * (1 + (bucket % BUCKETS_AN_OCTAVE + 1.0) / BUCKETS_AN_OCTAVE);
    }
}
