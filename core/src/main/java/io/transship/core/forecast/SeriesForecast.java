package io.transship.core.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * Forecasts one series with the model that has erred least of late, at each horizon by itself.
 * Nothing is believed before it was measured: the last value speaks until another model has been
 * better by some margin over enough forecasts, and again as soon as the forecasts given were more
 * than a hundredth worse of late than the last value would have been.
 *
 * <p>What is given lies only as far from the last value as the gain so far pays for ({@link
 * Credit}): from the beginning to any moment its absolute errors at a horizon sum up to hardly more
 * than the last value's, whatever comes. Not thread-safe.
 */
public final class SeriesForecast {

    /** Forecasts that must have been scored before a model is believed. */
    static final int WARM_UP = 40;

    /** By which share a model must beat the last value. */
    static final double MARGIN = 0.03;

    /** By which share the forecasts given may have been worse before the last value speaks. */
    static final double TOLERANCE = 0.01;

    private static final int WINDOW = 160;

    private final Horizons horizons;
    private final List<Forecaster> models;

    /** Given forecasts by horizon, model and moment; the last model stands for what was chosen. */
    private final double[][][] given;

    private final RollingError[][] errors;
    private final int[] chosen;

    /** By horizon: what may be risked, and how far from the last value the present forecast is. */
    private final Credit[] credits;

    private final double[] leeway;
    private double last;
    private long count;

    /**
     * A series of which nothing is known.
     *
     * @param season in steps; 0: none
     */
    public SeriesForecast(int season, Horizons horizons) {
        this.horizons = horizons;
        Forecaster last = new LastValue();
        Forecaster smoothing = new HoltWinters(season, Math.max(WINDOW, 3 * season), horizons);
        Forecaster learned = new AutoRegression(season, horizons);
        this.models =
                List.of(last, smoothing, learned, new Ensemble(List.of(last, smoothing, learned)));
        this.given = new double[horizons.count()][models.size() + 1][];
        this.errors = new RollingError[horizons.count()][models.size() + 1];
        this.chosen = new int[horizons.count()];
        this.credits = new Credit[horizons.count()];
        this.leeway = new double[horizons.count()];
        for (int h = 0; h < horizons.count(); h++) {
            credits[h] = new Credit(horizons.steps().get(h));
            for (int m = 0; m <= models.size(); m++) {
                given[h][m] = new double[horizons.steps().get(h)];
                errors[h][m] = new RollingError();
            }
        }
    }

    /** The models that compete, the last value first. */
    public static List<String> models() {
        return List.of(LastValue.NAME, HoltWinters.NAME, AutoRegression.NAME, Ensemble.NAME);
    }

    /** Takes the next sample. */
    public void add(double value) {
        score(value);
        models.forEach(model -> model.add(value));
        last = value;
        for (int h = 0; h < horizons.count(); h++) {
            chosen[h] = choose(h);
            int steps = horizons.steps().get(h);
            int slot = (int) (count % steps);
            for (int m = 0; m < models.size(); m++) {
                given[h][m][slot] = models.get(m).ahead(steps);
            }
            leeway[h] = credits[h].left();
            given[h][models.size()][slot] = ahead(steps);
            credits[h].give(last, ahead(steps), models.get(chosen[h]).ahead(steps));
        }
        count++;
    }

    private void score(double value) {
        for (int h = 0; h < horizons.count(); h++) {
            int steps = horizons.steps().get(h);
            if (count >= steps) {
                int slot = (int) (count % steps);
                credits[h].score(value);
                for (int m = 0; m <= models.size(); m++) {
                    errors[h][m].add(given[h][m][slot] - value, value);
                }
            }
        }
    }

    /** Hysteresis: what speaks goes on until another is clearly better. */
    private int choose(int h) {
        double baseline = errors[h][0].ratio();
        if (errors[h][0].count() < WARM_UP || isWorseThanNothing(h)) {
            return 0;
        }
        int best = 0;
        for (int m = 1; m < models.size(); m++) {
            if (errors[h][m].ratio() < errors[h][best].ratio()) {
                best = m;
            }
        }
        int now = chosen[h];
        boolean nowIsGood = now != 0 && errors[h][now].ratio() < baseline;
        if (nowIsGood && errors[h][best].ratio() > (1 - MARGIN) * errors[h][now].ratio()) {
            return now;
        }
        return errors[h][best].ratio() < (1 - MARGIN) * baseline ? best : 0;
    }

    /** Whether what was given has erred more than the last value would have. */
    private boolean isWorseThanNothing(int h) {
        return errors[h][models.size()].ratio() > (1 + TOLERANCE) * errors[h][0].ratio();
    }

    /** Whether what is given is not what the model says. */
    private boolean isHeldBack(int h) {
        double wanted = models.get(chosen[h]).ahead(horizons.steps().get(h));
        return Math.abs(wanted - last) > leeway[h];
    }

    /** The forecast: of the nearest horizon that is at least so far, else of the farthest. */
    public double ahead(int steps) {
        int h = horizons.indexOf(steps);
        double wanted = models.get(chosen[h]).ahead(steps);
        return Math.clamp(wanted, last - leeway[h], last + leeway[h]);
    }

    /** What one model says. */
    public double ahead(String model, int steps) {
        return models.get(models().indexOf(model)).ahead(steps);
    }

    /** How many samples came. */
    public long count() {
        return count;
    }

    /** Who speaks at each horizon, and why. */
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (int h = 0; h < horizons.count(); h++) {
            RollingError own = errors[h][models.size()];
            choices.add(
                    new Choice(
                            horizons.steps().get(h),
                            models.get(chosen[h]).name(),
                            own.ratio(),
                            errors[h][0].ratio(),
                            own.count(),
                            own.values(),
                            reason(h)));
        }
        return choices;
    }

    private String reason(int h) {
        if (chosen[h] != 0) {
            return isHeldBack(h)
                    ? "has erred least of late; held near the last value, for it has not gained"
                            + " enough to risk more."
                    : "has erred least of late.";
        }
        if (errors[h][0].count() < WARM_UP) {
            return "too few forecasts have been compared with what came.";
        }
        return isWorseThanNothing(h)
                ? "fell back: the forecasts given were worse than the last value."
                : "no model was clearly better than the last value.";
    }
}
