package io.transship.lab.bench.poll;

import java.util.Arrays;
import java.util.Locale;

/**
 * Lag and missed periods against a beat of one second. For each switch the beat is the earliest
 * that fits its questions, so that lag is what the poller adds, not where in the second it began.
 */
final class Beat {

    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final long begin;
    private final long end;
    private double[] lags = new double[1024];
    private int questions;
    private long missed;

    /** Counts questions between these moments, in nanoseconds. */
    Beat(long begin, long end) {
        this.begin = begin;
        this.end = end;
    }

    /** Adds the questions of one switch. */
    void add(long[] asked) {
        long[] inside = Arrays.stream(asked).filter(at -> at >= begin && at < end).toArray();
        if (inside.length == 0) {
            missed += (end - begin) / PERIOD_NANOS;
            return;
        }
        long[] numbers = new long[inside.length];
        long phase = Long.MAX_VALUE;
        for (int i = 0; i < inside.length; i++) {
            numbers[i] =
                    i == 0
                            ? 0
                            : numbers[i - 1]
                                    + Math.max(
                                            1,
                                            Math.round(
                                                    (inside[i] - inside[i - 1])
                                                            / (double) PERIOD_NANOS));
            phase = Math.min(phase, inside[i] - numbers[i] * PERIOD_NANOS);
        }
        for (int i = 0; i < inside.length; i++) {
            keep((inside[i] - numbers[i] * PERIOD_NANOS - phase) / 1e6);
        }
        missed += Math.max(0, (end - begin) / PERIOD_NANOS - inside.length);
    }

    private void keep(double lag) {
        if (questions == lags.length) {
            lags = Arrays.copyOf(lags, 2 * questions);
        }
        lags[questions] = lag;
        questions++;
    }

    long missed() {
        return missed;
    }

    /** The share of questions whose lag was at most this many ms. */
    double lagMs(double share) {
        if (questions == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(lags, questions);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(questions - 1L, Math.round(share * (questions - 1)))];
    }

    String line() {
        return String.format(
                Locale.ROOT, "%.3f %.3f %d %d", lagMs(0.5), lagMs(0.99), missed, questions);
    }
}
