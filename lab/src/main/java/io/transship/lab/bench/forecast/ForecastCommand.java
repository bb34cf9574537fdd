package io.transship.lab.bench.forecast;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.forecast.WalkForward;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.bench.output.WritableFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench forecast}. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How wrong the forecasts of loads are: last value, Holt-Winters, "
                    + "auto-regression, their ensemble, and whichever of them the manager would have "
                    + "chosen. Each forecast is given before the row it tells of is seen. Without "
                    + "--trace a trace is drawn.",
            ""
        },
        footer = {
            "",
            "The trace: CSV. The first line names the columns; the first column is the time",
            "(ISO 8601), every other one a series in Mbit/s; rows are evenly spaced.",
            "",
            "Examples:",
            "  transship bench forecast",
            "  transship bench forecast --trace links.csv --season 288 --plot s1-s2.png --series s1-s2"
        })
public final class ForecastCommand implements Callable<Integer> {

    private static final int LONGEST_SEASON = 2_000;
    private static final int PLOTTED = 300;

    @Option(names = "--trace", paramLabel = "FILE", description = "The trace.")
    private @Nullable Path trace;

    @Option(
            names = "--season",
            paramLabel = "ROWS",
            defaultValue = "-1",
            description = "0: none; default: a day, if the trace has three of them.")
    private int season;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "14",
            description = "Of the drawn trace (${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the drawn trace (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            converter = WritableFile.class,
            description = "Draws a series, its forecast, and the error of each model (PNG).")
    private @Nullable Path plot;

    @Option(
            names = "--series",
            paramLabel = "NAME",
            description = "That is drawn; without it the first.")
    private @Nullable String series;

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() {
        if (days < 1 || days > 365 || season > LONGEST_SEASON || season < -1) {
            throw new TransshipException(
                    FailureCode.USAGE, "--days is 1 to 365, --season 0 to " + LONGEST_SEASON + ".");
        }
        Trace read = trace == null ? SampleTrace.draw(days, seed) : TraceReader.read(trace);
        int drawn = number(read);
        int steps = season < 0 ? read.dailySeason(LONGEST_SEASON) : season;
        ForecastBench bench = new ForecastBench(read, steps);
        List<WalkForward.Result> results = bench.run();
        bench.print(output.out());
        output.document("forecast", bench.document());
        if (plot != null) {
            ForecastPlot.of(read, drawn, results.get(drawn), bench.errors(), PLOTTED).write(plot);
        }
        return 0;
    }

    private int number(Trace read) {
        int number = series == null ? 0 : read.names().indexOf(series);
        if (number < 0) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    "there is no series '%s'; there are: %s."
                            .formatted(series, String.join(", ", read.names())));
        }
        return number;
    }
}
