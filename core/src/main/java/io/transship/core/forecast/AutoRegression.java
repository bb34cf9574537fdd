package io.transship.core.forecast;

/**
 * A learned model: for each horizon a linear regression of the change until then over the last
 * changes, the distances from two moving means and, if there is a season, the change one season
 * ago. Learnt online by recursive least squares with a ridge at the start and slow forgetting; no
 * chance in it. Not thread-safe.
 */
public final class AutoRegression implements Forecaster {

    /** The name of the model. */
    public static final String NAME = "auto-regression";

    private static final int LAGS = 6;
    private static final int FEATURES = LAGS + 4;
    private static final double SHORT_MEAN = 1.0 / 8;
    private static final double LONG_MEAN = 1.0 / 48;
    private static final double SCALE_MEAN = 1.0 / 64;

    /** In scales of the series: a jump teaches no more than this. */
    private static final double CLIP = 8;

    private final int season;
    private final Horizons horizons;
    private final int[] steps;
    private final RecursiveLeastSquares[] models;
    private final double[] history;
    private final double[][] pastFeatures;
    private final double[] pastValues;
    private final double[] pastScales;
    private long count;
    private double shortMean;
    private double longMean;
    private double scale;

    /**
     * A model that has learnt nothing.
     *
     * @param season in steps; 0: none
     */
    public AutoRegression(int season, Horizons horizons) {
        if (season < 0) {
            throw new IllegalArgumentException("a season is not negative: " + season);
        }
        this.season = season;
        this.horizons = horizons;
        this.steps = horizons.toArray();
        this.models = new RecursiveLeastSquares[steps.length];
        for (int i = 0; i < steps.length; i++) {
            models[i] = new RecursiveLeastSquares(FEATURES + (season > 0 ? 1 : 0));
        }
        this.history = new double[Math.max(LAGS + 1, season + horizons.farthest() + 1)];
        this.pastFeatures = new double[horizons.farthest()][];
        this.pastValues = new double[horizons.farthest()];
        this.pastScales = new double[horizons.farthest()];
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void add(double value) {
        learn(value);
        history[place(count)] = value;
        shortMean = count == 0 ? value : shortMean + SHORT_MEAN * (value - shortMean);
        longMean = count == 0 ? value : longMean + LONG_MEAN * (value - longMean);
        double change = count == 0 ? 0 : Math.abs(value - longMean);
        scale += Math.max(SCALE_MEAN, 1.0 / (count + 1)) * (change - scale);
        count++;
        int slot = (int) ((count - 1) % pastValues.length);
        pastValues[slot] = value;
        pastScales[slot] = Math.max(scale, 1e-9);
        pastFeatures[slot] = features(pastScales[slot]);
    }

    /** What came shows what was to be said some steps ago. */
    private void learn(double value) {
        for (int i = 0; i < steps.length; i++) {
            long then = count - steps[i];
            if (then > LAGS && then > season) {
                int slot = (int) (then % pastValues.length);
                double target = clip((value - pastValues[slot]) / pastScales[slot]);
                models[i].learn(features(slot, steps[i]), target);
            }
        }
    }

    @Override
    public double ahead(int ahead) {
        if (count == 0) {
            return 0;
        }
        double last = history[place(count - 1)];
        int i = horizons.indexOf(ahead);
        if (count <= LAGS + 1 || count <= season + 1L || !models[i].hasLearnt()) {
            return last;
        }
        int slot = (int) ((count - 1) % pastValues.length);
        double change = models[i].answer(features(slot, steps[i])) * pastScales[slot];
        return Math.max(0, last + change);
    }

    /** All that does not depend on the horizon, of the last sample. */
    private double[] features(double unit) {
        double[] x = new double[FEATURES + (season > 0 ? 1 : 0)];
        double last = history[place(count - 1)];
        x[0] = 1;
        for (int lag = 1; lag <= LAGS && count - 1 - lag >= 0; lag++) {
            double later = history[place(count - lag)];
            double earlier = history[place(count - 1 - lag)];
            x[lag] = clip((later - earlier) / unit);
        }
        x[LAGS + 1] = clip((last - shortMean) / unit);
        x[LAGS + 2] = clip((last - longMean) / unit);
        x[LAGS + 3] = clip((shortMean - longMean) / unit);
        return x;
    }

    /** With the change that came one season ago, from the same time of the season. */
    private double[] features(int slot, int ahead) {
        double[] x = pastFeatures[slot];
        if (season > 0) {
            long then = momentOf(slot);
            long before = then - season;
            long until = before + ahead;
            boolean isKnown = before >= 0 && before >= count - history.length && until < count;
            x[x.length - 1] =
                    isKnown && ahead < season
                            ? clip(
                                    (history[place(until)] - history[place(before)])
                                            / pastScales[slot])
                            : x[x.length - 1];
        }
        return x;
    }

    /** The number of the sample that is in a slot. */
    private long momentOf(int slot) {
        long newest = count - 1;
        long distance = (newest - slot) % pastValues.length;
        return newest - distance;
    }

    private int place(long number) {
        return (int) (number % history.length);
    }

    private static double clip(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }
}
