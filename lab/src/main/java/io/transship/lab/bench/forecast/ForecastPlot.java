package io.transship.lab.bench.forecast;

import io.transship.core.forecast.LastValue;
import io.transship.core.forecast.WalkForward;
import io.transship.lab.bench.plot.Picture;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.IntToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One series with what was forecast of it, and below it how wrong each model was. */
final class ForecastPlot {

    private static final int LINES_HEIGHT = 480;
    private static final int BARS_HEIGHT = 380;

    private ForecastPlot() {}

    /**
     * A picture.
     *
     * @param trace what was measured
     * @param number of the series that is shown
     * @param result of that series
     * @param errors of all series: by model, one for each horizon
     * @param most rows that are shown, the last ones
     */
    static Picture of(
            Trace trace,
            int number,
            WalkForward.Result result,
            Map<String, double[]> errors,
            int most) {
        return new Picture(lines(trace, number, result, most), bars(trace, errors));
    }

    private static XYChart lines(Trace trace, int number, WalkForward.Result result, int most) {
        int from = Math.max(0, trace.rows() - most);
        String name = trace.names().get(number);
        XYChart chart =
                Picture.lines(
                        LINES_HEIGHT,
                        "%s: the last %d rows".formatted(name, trace.rows() - from),
                        "time (UTC)",
                        "load [Mbit/s]");
        chart.getStyler().setTimezone(TimeZone.getTimeZone("UTC"));
        chart.getStyler().setSeriesColors(new Color[] {Picture.GREY, Picture.COLOURS.getFirst()});
        double[] came = trace.series().get(number);
        add(chart, "measured", trace, from, row -> came[row]);
        add(chart, "forecast one step before", trace, from, result.given()::get);
        return chart;
    }

    private static void add(
            XYChart chart, String name, Trace trace, int from, IntToDoubleFunction value) {
        List<Date> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int row = from; row < trace.rows(); row++) {
            if (!Double.isNaN(value.applyAsDouble(row))) {
                times.add(Date.from(trace.begin().plus(trace.step().multipliedBy(row))));
                values.add(value.applyAsDouble(row));
            }
        }
        chart.addSeries(name, times, values).setMarker(SeriesMarkers.NONE);
    }

    private static CategoryChart bars(Trace trace, Map<String, double[]> errors) {
        CategoryChart chart =
                Picture.bars(
                        BARS_HEIGHT,
                        "Sum of absolute errors ÷ sum of values, all %d series"
                                .formatted(trace.names().size()),
                        "steps ahead (one step: %d s)".formatted(trace.step().toSeconds()),
                        "error [%]");
        chart.getStyler().setAvailableSpaceFill(0.7);
        List<String> horizons =
                ForecastBench.HORIZONS.steps().stream().map(steps -> "+" + steps).toList();
        errors.forEach(
                (model, shares) -> {
                    List<Double> percents = new ArrayList<>();
                    for (double share : shares) {
                        percents.add(Double.isNaN(share) ? 0 : share * 100);
                    }
                    CategorySeries bars = chart.addSeries(model, horizons, percents);
                    if (model.equals(LastValue.NAME)) {
                        bars.setFillColor(Picture.GREY);
                    }
                });
        return chart;
    }
}
