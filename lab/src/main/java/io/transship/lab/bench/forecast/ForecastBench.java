package io.transship.lab.bench.forecast;

import static java.util.Objects.requireNonNull;

import io.transship.core.forecast.Choice;
import io.transship.core.forecast.Horizons;
import io.transship.core.forecast.LastValue;
import io.transship.core.forecast.WalkForward;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Walks through every series of a trace and prints how wrong each model was. */
final class ForecastBench {

    /** A difference that rounding makes is none. */
    private static final double ROUNDING = 1e-9;

    static final Horizons HORIZONS = Horizons.USUAL;

    private final Trace trace;
    private final int season;
    private final List<WalkForward.Result> results = new ArrayList<>();

    ForecastBench(Trace trace, int season) {
        this.trace = trace;
        this.season = season;
    }

    List<WalkForward.Result> run() {
        WalkForward walk = new WalkForward(season, HORIZONS, 0);
        trace.series().forEach(series -> results.add(walk.through(series)));
        return List.copyOf(results);
    }

    /** Over all series: errors are weighted by what the series carries. */
    Map<String, double[]> errors() {
        Map<String, double[]> sums = new LinkedHashMap<>();
        double weights = 0;
        for (int i = 0; i < results.size(); i++) {
            double weight = 0;
            for (double value : trace.series().get(i)) {
                weight += value;
            }
            if (weight > 0) {
                weights += weight;
                add(results.get(i), weight, sums);
            }
        }
        double all = weights;
        sums.values()
                .forEach(
                        sum -> {
                            for (int h = 0; h < sum.length; h++) {
                                sum[h] /= all;
                            }
                        });
        return sums;
    }

    private static void add(WalkForward.Result result, double weight, Map<String, double[]> sums) {
        result.errors()
                .forEach(
                        (model, errors) -> {
                            double[] sum =
                                    sums.computeIfAbsent(model, none -> new double[errors.length]);
                            for (int h = 0; h < errors.length; h++) {
                                sum[h] += weight * errors[h];
                            }
                        });
    }

    /** For {@code --json}: the errors of all series, and of each by itself. */
    Map<String, Object> document() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("series", trace.names().get(i));
            row.put("errors", shares(results.get(i).errors()));
            row.put("last", results.get(i).last());
            rows.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("season", season);
        document.put("stepSeconds", trace.step().toSeconds());
        document.put("horizons", HORIZONS.steps());
        document.put("errors", shares(errors()));
        document.put("rows", rows);
        return document;
    }

    /** JSON has no NaN: where nothing could be compared, nothing stands. */
    private static Map<String, List<Optional<Double>>> shares(Map<String, double[]> errors) {
        Map<String, List<Optional<Double>>> shares = new LinkedHashMap<>();
        errors.forEach(
                (model, each) ->
                        shares.put(
                                model,
                                Arrays.stream(each)
                                        .mapToObj(
                                                share ->
                                                        Optional.of(share).filter(Double::isFinite))
                                        .toList()));
        return shares;
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d series of %d rows, one each %d s; season: %s; every forecast is scored%n",
                trace.names().size(),
                trace.rows(),
                trace.step().toSeconds(),
                season == 0 ? "none" : season + " rows");
        out.println("error = sum of absolute errors / sum of values, all series\n");
        row(out, "model", HORIZONS.steps().stream().map(steps -> "+" + steps).toList());
        errors().forEach((model, errors) -> row(out, model, percents(errors)));
        out.println();
        for (int i = 0; i < results.size(); i++) {
            Map<String, double[]> each = results.get(i).errors();
            out.printf(
                    "%s: chosen %s, last value %s; in the end %s%n",
                    trace.names().get(i),
                    String.join(" ", percents(requireNonNull(each.get(WalkForward.CHOSEN)))),
                    String.join(" ", percents(each.values().iterator().next())),
                    speakers(results.get(i)));
        }
        out.println();
        worse().forEach(out::println);
        out.flush();
    }

    /** Where the forecasts that were given erred more than the last value, by what share of it. */
    private List<String> worse() {
        List<String> cells = new ArrayList<>();
        double most = 0;
        for (int i = 0; i < results.size(); i++) {
            Map<String, double[]> errors = results.get(i).errors();
            double[] chosen = requireNonNull(errors.get(WalkForward.CHOSEN));
            double[] last = requireNonNull(errors.get(LastValue.NAME));
            for (int h = 0; h < chosen.length; h++) {
                double excess = chosen[h] / last[h] - 1;
                if (excess > ROUNDING) {
                    most = Math.max(most, excess);
                    cells.add(
                            String.format(
                                    Locale.ROOT,
                                    "  %s +%d: %.3f %%",
                                    trace.names().get(i),
                                    HORIZONS.steps().get(h),
                                    excess * 100));
                }
            }
        }
        cells.addFirst(
                String.format(
                        Locale.ROOT,
                        "worse than the last value: %d of %d, by at most %.3f %% of its error",
                        cells.size(),
                        results.size() * HORIZONS.count(),
                        most * 100));
        return cells;
    }

    private static String speakers(WalkForward.Result result) {
        return result.last().stream()
                .map(
                        (Choice choice) ->
                                "+"
                                        + choice.steps()
                                        + " "
                                        + choice.model()
                                        + (choice.isLastValue()
                                                ? " ("
                                                        + choice.reason().replaceAll("\\.$", "")
                                                        + ")"
                                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static List<String> percents(double[] errors) {
        List<String> texts = new ArrayList<>();
        for (double error : errors) {
            texts.add(
                    Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.2f%%", error * 100));
        }
        return texts;
    }

    private static void row(PrintWriter out, String name, List<String> cells) {
        out.printf(
                "%-16s%s%n",
                name,
                cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "%9s", cell))
                        .collect(Collectors.joining()));
    }
}
