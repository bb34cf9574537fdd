package io.transship.core.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through recorded series as if they came now: each forecast is given before the sample it
 * tells of is seen, then compared with it. Error: sum of absolute errors over sum of values.
 */
public final class WalkForward {

    /** The name under which what {@link SeriesForecast} chose stands. */
    public static final String CHOSEN = "chosen";

    private final int season;
    private final Horizons horizons;
    private final int warmUp;

    /**
     * The errors of one series.
     *
     * @param errors by model, {@link #CHOSEN} last: one for each horizon; NaN: nothing to compare
     * @param last who spoke in the end
     * @param given what was chosen, for the nearest horizon, at the place it tells of; NaN before
     */
    public record Result(Map<String, double[]> errors, List<Choice> last, List<Double> given) {}

    /**
     * A walk.
     *
     * @param season in steps; 0: none
     * @param warmUp samples at the start that are learnt from but not scored
     */
    public WalkForward(int season, Horizons horizons, int warmUp) {
        this.season = season;
        this.horizons = horizons;
        this.warmUp = warmUp;
    }

    /** Walks through a series. */
    public Result through(double[] series) {
        SeriesForecast forecast = new SeriesForecast(season, horizons);
        List<String> names = new ArrayList<>(SeriesForecast.models());
        names.add(CHOSEN);
        double[][] errors = new double[names.size()][horizons.count()];
        double[] values = new double[horizons.count()];
        double[] given = new double[series.length];
        Arrays.fill(given, Double.NaN);
        for (int now = 0; now < series.length; now++) {
            forecast.add(series[now]);
            for (int h = 0; h < horizons.count(); h++) {
                int steps = horizons.steps().get(h);
                int then = now + steps;
                if (now >= warmUp && then < series.length) {
                    values[h] += Math.abs(series[then]);
                    score(forecast, names, h, series[then], errors);
                    if (h == 0) {
                        given[then] = forecast.ahead(steps);
                    }
                }
            }
        }
        return new Result(
                ratios(names, errors, values),
                forecast.choices(),
                Arrays.stream(given).boxed().toList());
    }

    private void score(
            SeriesForecast forecast, List<String> names, int h, double came, double[][] errors) {
        int steps = horizons.steps().get(h);
        for (int m = 0; m < names.size(); m++) {
            double said =
                    names.get(m).equals(CHOSEN)
                            ? forecast.ahead(steps)
                            : forecast.ahead(names.get(m), steps);
            errors[m][h] += Math.abs(said - came);
        }
    }

    private static Map<String, double[]> ratios(
            List<String> names, double[][] errors, double[] values) {
        Map<String, double[]> ratios = new LinkedHashMap<>();
        for (int m = 0; m < names.size(); m++) {
            double[] ratio = new double[values.length];
            for (int h = 0; h < values.length; h++) {
                ratio[h] = values[h] > 0 ? errors[m][h] / values[h] : Double.NaN;
            }
            ratios.put(names.get(m), ratio);
        }
        return ratios;
    }
}
