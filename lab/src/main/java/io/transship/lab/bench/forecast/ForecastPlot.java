package io.transship.lab.bench.forecast;

import java.util.Locale;

/** One series and what was forecast of it for the next step, as a picture in SVG. */
final class ForecastPlot {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 400;
    private static final int EDGE = 40;

    private ForecastPlot() {}

    /** The last {@code most} rows. */
    static String svg(String name, double[] came, double[] said, int most) {
        int from = Math.max(0, came.length - most);
        double highest = 1e-9;
        for (int i = from; i < came.length; i++) {
            highest = Math.max(highest, Math.max(came[i], Double.isNaN(said[i]) ? 0 : said[i]));
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="24" font-size="16">%s, up to %.1f Mbit/s: measured (grey), forecast (red)</text>
        <polyline fill="none" stroke="#999999" stroke-width="2" points="%s"/>
        <polyline fill="none" stroke="#cc2222" stroke-width="1" points="%s"/>
        </svg>
        """
                .formatted(
                        WIDTH,
                        HEIGHT,
                        EDGE,
                        name.replaceAll("[<>&\"]", "_"),
                        highest,
                        points(came, from, highest),
                        points(said, from, highest));
    }

    private static String points(double[] values, int from, double highest) {
        StringBuilder points = new StringBuilder();
        for (int i = from; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                double x =
                        EDGE
                                + (WIDTH - 2.0 * EDGE)
                                        * (i - from)
                                        / Math.max(1, values.length - 1 - from);
                double y = HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * values[i] / highest;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
        }
        return points.toString().strip();
    }
}
