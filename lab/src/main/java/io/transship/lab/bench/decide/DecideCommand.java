package io.transship.lab.bench.decide;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.bench.output.WritableFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench decide}. */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long one decision by the policy 'bandwidth' takes among all free hosts of "
                    + "a fat tree: the ways to all of them, what each has left, and the explanation "
                    + "that names every host. JMH measures each size in a process of its own, and how "
                    + "much is allocated. What it takes to put the view together stands beside it, "
                    + "and is not part of it. Beside it JGraphT lists all shortest paths to each "
                    + "host, as the thesis describes it, until its time is over; then the ratio (of "
                    + "processor times) is reckoned up from the hosts it came to. Two bars: 50 ms at "
                    + "k = 48, and a time that grows no faster than E log V. One that is missed is "
                    + "shown and fails nothing.",
            ""
        },
        footer = {
            "",
            "Examples: transship bench decide --k 8,48 --plot decide.png",
            "          transship bench decide --k 48 --warm-up 10 --seconds 30 --forks 3 --verbose"
        })
public final class DecideCommand implements Callable<Integer> {

    private static final double BAR_MS = 50;
    private static final int BAR_K = 48;

    @Option(
            names = "--k",
            split = ",",
            paramLabel = "K",
            defaultValue = "8,16,32,48",
            description = "Ports of each switch (${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Before what counts, for each size (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "That count, for each size (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Processes for each size, one after the other (${DEFAULT-VALUE}); 0: in this "
                        + "one, which has only the first compiler: to try something."
            })
    private int forks;

    @Option(
            names = "--baseline",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Of processor time, for the baseline at the most (${DEFAULT-VALUE}).")
    private int baseline;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            converter = WritableFile.class,
            description = "Draws time against E log V, both logarithmic (PNG).")
    private @Nullable Path plot;

    @Option(names = "--verbose", description = "Shows what JMH says.")
    private boolean verbose;

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() {
        if (sizes.stream().anyMatch(k -> k < 2 || k % 2 != 0 || k > 128)) {
            throw new TransshipException(FailureCode.USAGE, "--k is even, from 2 to 128.");
        }
        if (warmUp < 0 || seconds < 1 || forks < 0 || baseline < 1) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    "--seconds and --baseline are at least 1, --warm-up and --forks not negative.");
        }
        DecideBench bench =
                new DecideBench(new DecideBench.Effort(warmUp, seconds, forks, baseline, verbose));
        List<DecideFigures> all = new ArrayList<>();
        output.say(DecideFigures.HEAD);
        for (int k : sizes) {
            DecideFigures figures = bench.measure(k);
            all.add(figures);
            output.say(figures.line(all.getFirst()));
        }
        bars(all).forEach(output::say);
        output.rows("decide", all);
        if (plot != null) {
            DecidePlot.of(all).write(plot);
        }
        return 0;
    }

    static List<String> bars(List<DecideFigures> all) {
        List<String> lines = new ArrayList<>();
        for (DecideFigures figures : all) {
            if (figures.k() == BAR_K) {
                double median = figures.decision().medianMs();
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "bar at k = 48: %.1f ms of %.0f ms, %s",
                                median,
                                BAR_MS,
                                verdict(median <= BAR_MS)));
            }
        }
        if (all.size() > 1) {
            double growth = all.getLast().growthSince(all.getFirst());
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "bar of growth, k = %d to %d: %.2f times as fast as E log V, %s;"
                                    + " fitted over all sizes: (E log V)^%.2f",
                            all.getFirst().k(),
                            all.getLast().k(),
                            growth,
                            verdict(growth <= 1),
                            DecideFigures.exponent(all)));
        }
        return lines;
    }

    private static String verdict(boolean isKept) {
        return isKept ? "kept" : "MISSED";
    }
}
