package io.transship.core.forecast;

import java.util.Arrays;

/**
 * Additive Holt–Winters smoothing with a damped trend and, if asked for, a season. Its three
 * parameters are fitted on a grid, by the absolute error over the last window, for each horizon by
 * itself, and again each quarter of a window. Not thread-safe.
 */
public final class HoltWinters implements Forecaster {

    /** The name of the model. */
    public static final String NAME = "Holt-Winters";

    private static final double[] LEVEL = {0.1, 0.25, 0.45, 0.7, 0.95};
    private static final double[] TREND = {0, 0.05, 0.2};
    private static final double[] SEASON = {0.05, 0.2, 0.5};
    private static final double[] NO_SEASON = {0};
    private static final double DAMPING = 0.9;

    private final int season;
    private final Horizons horizons;
    private final int[] steps;
    private final double[] window;
    private final Smoothing[] best;
    private int kept;
    private int sinceFit;

    /**
     * A model that has learnt nothing.
     *
     * @param season in steps; 0: none
     * @param window over how many samples the parameters are fitted; at least two seasons
     */
    public HoltWinters(int season, int window, Horizons horizons) {
        if (season < 0 || window < 8 || window < 2 * season) {
            throw new IllegalArgumentException(
                    "a window of " + window + " is too short for a season of " + season);
        }
        this.season = season;
        this.horizons = horizons;
        this.steps = horizons.toArray();
        this.window = new double[window];
        this.best = new Smoothing[horizons.count()];
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void add(double value) {
        if (kept < window.length) {
            window[kept++] = value;
        } else {
            System.arraycopy(window, 1, window, 0, window.length - 1);
            window[window.length - 1] = value;
        }
        for (Smoothing each : best) {
            if (each != null) {
                each.add(value);
            }
        }
        sinceFit++;
        if (kept >= Math.max(16, 2 * season) && sinceFit >= Math.max(8, kept / 4)) {
            fit();
            sinceFit = 0;
        }
    }

    @Override
    public double ahead(int ahead) {
        Smoothing model = best[horizons.indexOf(ahead)];
        if (model == null) {
            return kept == 0 ? 0 : window[kept - 1];
        }
        return Math.max(0, model.ahead(ahead));
    }

    private void fit() {
        double[] least = new double[steps.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (double level : LEVEL) {
            for (double trend : TREND) {
                for (double seasonal : season == 0 ? NO_SEASON : SEASON) {
                    compete(new Smoothing(level, trend, seasonal), least);
                }
            }
        }
    }

    /** Runs a smoothing over the window and keeps it for each horizon at which it errs least. */
    private void compete(Smoothing candidate, double[] least) {
        candidate.begin();
        double[] error = new double[steps.length];
        for (int now = candidate.first(); now < kept; now++) {
            for (int i = 0; i < steps.length; i++) {
                if (now + steps[i] - 1 < kept) {
                    error[i] += Math.abs(candidate.ahead(steps[i]) - window[now + steps[i] - 1]);
                }
            }
            candidate.add(window[now]);
        }
        for (int i = 0; i < steps.length; i++) {
            if (error[i] < least[i]) {
                least[i] = error[i];
                best[i] = candidate.copy();
            }
        }
    }

    /** Level, trend and season with one choice of parameters. */
    private final class Smoothing {

        private final double alpha;
        private final double beta;
        private final double gamma;
        private final double[] seasonal = new double[season];
        private double level;
        private double trend;
        private int place;

        private Smoothing(double alpha, double beta, double gamma) {
            this.alpha = alpha;
            this.beta = beta;
            this.gamma = gamma;
        }

        private Smoothing copy() {
            Smoothing copy = new Smoothing(alpha, beta, gamma);
            System.arraycopy(seasonal, 0, copy.seasonal, 0, season);
            copy.level = level;
            copy.trend = trend;
            copy.place = place;
            return copy;
        }

        private int first() {
            return Math.max(1, season);
        }

        /** The first season, or the first value, is where it starts from. */
        private void begin() {
            level = Arrays.stream(window, 0, first()).average().orElse(0);
            for (int i = 0; i < season; i++) {
                seasonal[i] = window[i] - level;
            }
        }

        private void add(double value) {
            double before = level;
            double part = season == 0 ? 0 : seasonal[place];
            level = alpha * (value - part) + (1 - alpha) * (before + DAMPING * trend);
            trend = beta * (level - before) + (1 - beta) * DAMPING * trend;
            if (season > 0) {
                seasonal[place] = gamma * (value - level) + (1 - gamma) * part;
                place = (place + 1) % season;
            }
        }

        private double ahead(int ahead) {
            double slope = DAMPING * (1 - Math.pow(DAMPING, ahead)) / (1 - DAMPING);
            double part = season == 0 ? 0 : seasonal[(place + ahead - 1) % season];
            return level + slope * trend + part;
        }
    }
}
