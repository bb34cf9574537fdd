package io.transship.lab.bench.decide;

import io.transship.lab.bench.plot.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Time of a decision against E log V, both logarithmic, with the baseline. */
final class DecidePlot {

    private static final int HEIGHT = 750;
    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 6}, 0);

    private DecidePlot() {}

    static Picture of(List<DecideFigures> all) {
        String sizes = String.join(", ", all.stream().map(each -> "" + each.k()).toList());
        XYChart chart =
                Picture.lines(
                        HEIGHT,
                        "One decision among all free hosts of a fat tree, k = " + sizes,
                        "E log V (hosts and their links counted)",
                        "time of one decision [ms]");
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setMarkerSize(9);
        DecideFigures first = all.getFirst();
        double scale = first.decision().medianMs() / first.bound();
        line(chart, "growing as E log V", all, each -> scale * each.bound(), Picture.GREY)
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(DASHED);
        ours(chart, all);
        String name = "JGraphT, all shortest paths (reckoned up where cut off)";
        XYSeries other = line(chart, name, all, DecideFigures::allPathsMs, colour(1));
        mark(other, SeriesMarkers.SQUARE, 1);
        return new Picture(chart);
    }

    private static void ours(XYChart chart, List<DecideFigures> all) {
        mark(
                line(chart, "median", all, each -> each.decision().medianMs(), colour(0)),
                SeriesMarkers.CIRCLE,
                0);
        mark(
                line(chart, "95th percentile", all, each -> each.decision().p95Ms(), colour(2)),
                SeriesMarkers.TRIANGLE_UP,
                2);
    }

    private static Color colour(int number) {
        return Picture.COLOURS.get(number);
    }

    private static void mark(XYSeries series, Marker marker, int colour) {
        series.setMarker(marker).setMarkerColor(colour(colour)).setLineWidth(2);
    }

    private static XYSeries line(
            XYChart chart,
            String name,
            List<DecideFigures> all,
            ToDoubleFunction<DecideFigures> time,
            Color colour) {
        XYSeries series =
                chart.addSeries(
                        name,
                        all.stream().mapToDouble(DecideFigures::bound).toArray(),
                        all.stream().mapToDouble(time).toArray());
        series.setLineColor(colour);
        return series;
    }
}
