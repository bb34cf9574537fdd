package io.transship.lab.bench.plot;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Charts of one width, one below the other. They look alike: that is said here. */
public final class Picture {

    /** Of every chart, in pixels. */
    public static final int WIDTH = 1200;

    /** Colours that people who see few of them can tell apart (Okabe and Ito 2008). */
    public static final List<Color> COLOURS =
            List.of(
                    new Color(0x0072b2),
                    new Color(0xd55e00),
                    new Color(0x009e73),
                    new Color(0xcc79a7),
                    new Color(0xe69f00));

    /** For what other lines are held against. */
    public static final Color GREY = new Color(0x999999);

    private final List<Chart<?, ?>> charts;

    static {
        // No screen is needed, or looked for.
        System.setProperty("java.awt.headless", "true");
    }

    /** A picture of these charts. */
    public Picture(Chart<?, ?>... charts) {
        this.charts = List.of(charts);
    }

    /** A chart of lines over numbers or times, with its legend below. */
    public static XYChart lines(int height, String title, String x, String y) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(height)
                        .title(title)
                        .xAxisTitle(x)
                        .yAxisTitle(y)
                        .build();
        style(chart.getStyler());
        return chart;
    }

    /** A chart of bars in groups, with its legend below. */
    public static CategoryChart bars(int height, String title, String x, String y) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(height)
                        .title(title)
                        .xAxisTitle(x)
                        .yAxisTitle(y)
                        .build();
        style(chart.getStyler());
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setSeriesColors(COLOURS.toArray(new Color[0]));
    }

    /**
     * Writes it as PNG.
     *
     * @throws TransshipException USAGE, if the file can't be written
     */
    public void write(Path file) {
        int height = charts.stream().mapToInt(Chart::getHeight).sum();
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        int top = 0;
        for (Chart<?, ?> chart : charts) {
            canvas.drawImage(BitmapEncoder.getBufferedImage(chart), 0, top, null);
            top += chart.getHeight();
        }
        canvas.dispose();
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.USAGE, "--plot " + file + " can't be written: " + e + ".", e);
        }
    }
}
