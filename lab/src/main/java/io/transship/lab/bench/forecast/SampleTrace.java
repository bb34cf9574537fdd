package io.transship.lab.bench.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A drawn trace, for a bench without a file: five minutes a row, a few links of a campus, each with
 * a day and a night of its own size, noise that lasts some rows, bursts that begin at chance and
 * fade, and one link that only wanders.
 */
final class SampleTrace {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int DAY = 288;
    private static final Instant BEGIN = Instant.parse("2026-11-02T00:00:00Z");

    private SampleTrace() {}

    static Trace draw(int days, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names = List.of("s1-s2", "s1-s3", "s1-s4", "s2-s5", "wandering");
        List<double[]> series = new ArrayList<>();
        for (int i = 0; i < names.size() - 1; i++) {
            series.add(daily(days * DAY, random.split()));
        }
        series.add(wandering(days * DAY, random.split()));
        return new Trace(BEGIN, STEP, names, series);
    }

    private static double[] daily(int rows, SplittableRandom random) {
        double mean = random.nextDouble(20, 400);
        double swing = random.nextDouble(0.3, 0.8) * mean;
        double shift = random.nextDouble(0, 0.3);
        double noise = 0;
        double burst = 0;
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            boolean weekend = row / DAY % 7 >= 5;
            double day = Math.sin(2 * Math.PI * ((double) row / DAY - 0.3 + shift));
            noise = 0.7 * noise + 0.06 * mean * random.nextGaussian();
            burst = random.nextInt(150) == 0 ? random.nextDouble(0.4, 1.5) * mean : 0.8 * burst;
            values[row] = Math.max(0, mean + (weekend ? 0.4 : 1) * swing * day + noise + burst);
        }
        return values;
    }

    private static double[] wandering(int rows, SplittableRandom random) {
        double[] values = new double[rows];
        double now = 300;
        for (int row = 0; row < rows; row++) {
            now = Math.max(0, now + 5 * random.nextGaussian());
            values[row] = now;
        }
        return values;
    }
}
