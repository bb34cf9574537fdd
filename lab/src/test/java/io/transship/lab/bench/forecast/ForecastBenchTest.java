package io.transship.lab.bench.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.forecast.LastValue;
import io.transship.core.forecast.WalkForward;
import io.transship.lab.bench.plot.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * {@code bench forecast}: its trace, its table, and that what is chosen is no worse than nothing.
 */
class ForecastBenchTest {

    private static final int ROWS = 220;

    @TempDir Path folder;

    private static String csv() {
        StringBuilder text = new StringBuilder("time,a,b\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(Instant.parse("2026-11-30T00:00:00Z").plusSeconds(60L * i))
                    .append(',')
                    .append(10 + i % 7)
                    .append(", 5.5\n");
        }
        return text.toString();
    }

    private Trace read(String text) throws IOException {
        return TraceReader.read(Files.writeString(folder.resolve("t.csv"), text));
    }

    @Test
    void aTraceIsReadAndTheTableHasEveryModel() throws IOException {
        Trace trace = read(csv());
        ForecastBench bench = new ForecastBench(trace, 0);
        bench.run();
        StringWriter out = new StringWriter();

        bench.print(new PrintWriter(out));

        assertThat(trace.names()).containsExactly("a", "b");
        assertThat(trace.step()).hasSeconds(60);
        assertThat(out.toString())
                .contains("+1", "+3", "+12", "last value", "Holt-Winters", "auto-regression")
                .contains("ensemble", "chosen", "a: chosen", "b: chosen");
    }

    @Test
    void onADrawnTraceWhatIsChosenBeatsTheLastValueFarAhead() {
        Trace drawn = SampleTrace.draw(6, 1);
        ForecastBench bench = new ForecastBench(drawn, drawn.dailySeason(2000));
        bench.run();

        Map<String, double[]> errors = bench.errors();

        assertThat(drawn.dailySeason(2000)).isEqualTo(288);
        double[] chosen = errors.get(WalkForward.CHOSEN);
        double[] last = errors.get(LastValue.NAME);
        assertThat(chosen[2]).isLessThan(0.97 * last[2]);
        for (int horizon = 0; horizon < 3; horizon++) {
            assertThat(chosen[horizon]).isLessThan(1.01 * last[horizon]);
        }
    }

    @Test
    void aPictureShowsTheSeriesAndTheErrors() throws IOException {
        Trace trace = read(csv());
        ForecastBench bench = new ForecastBench(trace, 0);
        WalkForward.Result shown = bench.run().get(1);
        Path file = folder.resolve("p.png");

        ForecastPlot.of(trace, 1, shown, bench.errors(), 150).write(file);

        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(Picture.WIDTH);
        assertThat(colours(picture))
                .contains(Picture.GREY.getRGB(), Picture.COLOURS.getFirst().getRGB())
                .contains(Color.WHITE.getRGB());
    }

    private static Set<Integer> colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colours.add(picture.getRGB(x, y));
            }
        }
        return colours;
    }

    @Test
    void theOptionsOfTheCommandAreChecked() {
        for (String wrong :
                List.of("--plot=/nowhere/p.png", "--json=/", "--series=z", "--days=0")) {
            StringWriter errors = new StringWriter();
            CommandLine line = new CommandLine(new ForecastCommand());
            line.setErr(new PrintWriter(errors))
                    .setExecutionExceptionHandler(
                            (e, command, words) -> {
                                command.getErr().print(e.getMessage());
                                return 2;
                            });

            assertThat(line.execute(wrong)).describedAs(wrong).isEqualTo(2);
            assertThat(errors.toString()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    time,a,b | time | t.csv:1: 'time' names no series
                    time,a,b | 2026-11-29T00:00:00Z,1,2 | t.csv:1: '2026-11-29T00:00:00Z,1,2' is a row
                    time,a,b | time,a,a | t.csv:1: two series have the same name
                    2026-11-30T00:02:00Z,12, 5.5 | yesterday,12,5.5 | t.csv:4: 'yesterday' is not a time
                    2026-11-30T00:02:00Z,12, 5.5 | ,12 | t.csv:4: 2 columns stand here
                    2026-11-30T00:02:00Z,12, 5.5 | 2026-11-30T00:02:00Z,-1,5 | t.csv:4: a: -1 is not a load
                    2026-11-30T00:02:00Z,12, 5.5 | 2026-11-30T00:02:00Z,1,NaN | b: NaN is not a load
                    2026-11-30T00:02:00Z,12, 5.5 | 2026-11-30T00:02:00Z,12M,5 | a: '12M' is not a number
                    2026-11-30T00:02:00Z,12, 5.5 | 2026-11-30T00:00:00Z,12,5 | the time does not come after
                    2026-11-30T00:02:00Z,12, 5.5 | 2026-11-30T00:02:50Z,12,5 | the step of 110000 ms is not
                    """)
    void aBadTraceNamesItsLine(String good, String bad, String words) {
        assertThatThrownBy(() -> read(csv().replace(good, bad))).hasMessageContaining(words);
    }

    @Test
    void aShortOrAbsentTraceIsRefused() throws IOException {
        assertThatThrownBy(() -> read("time,a\n2026-11-30T00:00:00Z,1\n"))
                .hasMessageContaining("t.csv:2: the trace ends after 1 rows, which are too few");
        assertThatThrownBy(() -> read("")).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> TraceReader.read(folder.resolve("none.csv")))
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> TraceReader.read(folder)).hasMessageContaining("is no file");
        Path binary = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> TraceReader.read(binary))
                .hasMessageContaining("not text in UTF-8");
    }
}
