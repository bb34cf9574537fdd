package io.transship.lab.bench.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Loads over time.
 *
 * @param begin of the first row
 * @param step between two rows
 * @param names of the series
 * @param series of each name: Mbit/s, one for each row
 */
record Trace(Instant begin, Duration step, List<String> names, List<double[]> series) {

    private static final Duration DAY = Duration.ofDays(1);

    int rows() {
        return series.getFirst().length;
    }

    /** Steps of a day, if the trace has three days and that is no more than {@code most}. */
    int dailySeason(int most) {
        long steps = DAY.dividedBy(step);
        boolean isWhole = step.multipliedBy(steps).equals(DAY);
        return isWhole && steps >= 2 && steps <= most && rows() >= 3 * steps ? (int) steps : 0;
    }
}
