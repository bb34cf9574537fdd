package io.transship.lab.bench.forecast;

import static java.util.Objects.requireNonNull;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.forecast.WalkForward;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship bench forecast}. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How wrong the forecasts of loads are: last value, Holt-Winters, auto-regression,"
                    + " their",
            "ensemble, and whichever of them the manager would have chosen. Each forecast is given",
            "before the row it tells of is seen. Without --trace a trace is drawn.",
            ""
        },
        footer = {
            "",
            "The trace: CSV. The first line names the columns; the first column is the time",
            "(ISO 8601), every other one a series in Mbit/s; rows are evenly spaced.",
            "",
            "Examples:",
            "  transship bench forecast",
            "  transship bench forecast --trace links.csv --season 288 --plot s1-s2.svg"
        })
public final class ForecastCommand implements Callable<Integer> {

    private static final int LONGEST_SEASON = 2_000;
    private static final int PLOTTED = 600;

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
            description = "Draws the first series and its forecast (SVG).")
    private @Nullable Path plot;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(command, "picocli sets it").commandLine().getOut();
        if (days < 1 || days > 365 || season > LONGEST_SEASON || season < -1) {
            throw new TransshipException(
                    FailureCode.USAGE, "--days is 1 to 365, --season 0 to " + LONGEST_SEASON + ".");
        }
        Trace read = trace == null ? SampleTrace.draw(days, seed) : TraceReader.read(trace);
        int steps = season < 0 ? read.dailySeason(LONGEST_SEASON) : season;
        ForecastBench bench = new ForecastBench(read, steps);
        List<WalkForward.Result> results = bench.run();
        bench.print(out);
        if (plot != null) {
            write(plot, read, results.getFirst());
        }
        return 0;
    }

    private static void write(Path file, Trace trace, WalkForward.Result result) {
        try {
            Files.writeString(
                    file,
                    ForecastPlot.svg(
                            trace.names().getFirst(),
                            trace.series().getFirst(),
                            result.given().stream().mapToDouble(each -> each).toArray(),
                            PLOTTED));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.USAGE, file + " can't be written: " + e.getMessage() + ".", e);
        }
    }
}
