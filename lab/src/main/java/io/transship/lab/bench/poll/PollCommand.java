package io.transship.lab.bench.poll;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.lab.bench.output.BenchOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench poll}. */
@Command(
        name = "poll",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What it costs to poll many switches each second: a real manager with both "
                    + "collectors, and its SQLite store, and switches in a process of their own that "
                    + "speak OpenFlow over loopback, some of their ports cabled to one another. The "
                    + "processor time of those stands apart from the manager's. Lag is how late a "
                    + "switch hears the question for its ports' counters, against a beat of one "
                    + "second. Ends with 1 if 1,000 switches take more than one core or a period is "
                    + "missed.",
            ""
        },
        footer = {
            "",
            "Example: transship bench poll --switches 1000,10000 --ports 24 --seconds 30"
        })
public final class PollCommand implements Callable<Integer> {

    private static final int BAR_SWITCHES = 1_000;
    private static final double BAR_CORES = 1.0;

    @Option(
            names = "--switches",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000",
            description = "One run for each number (${DEFAULT-VALUE}).")
    private List<Integer> switches = List.of();

    @Option(
            names = "--ports",
            paramLabel = "N",
            defaultValue = "24",
            description = "Of each switch (${DEFAULT-VALUE}).")
    private int ports;

    @Option(
            names = "--links",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of these ports, that lead to other switches; even (${DEFAULT-VALUE}).")
    private int links;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "That are measured, after all switches were asked (${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (ports < 1 || seconds < 2 || switches.stream().anyMatch(count -> count < 1)) {
            throw new TransshipException(
                    FailureCode.USAGE, "--switches and --ports are at least 1, --seconds 2.");
        }
        if (links < 0 || links > ports || links % 2 != 0) {
            throw new TransshipException(
                    FailureCode.USAGE, "--links is even, and at most --ports.");
        }
        output.say(PollFigures.HEAD);
        List<PollFigures> all = new ArrayList<>();
        for (int count : switches) {
            PollNetwork network = new PollNetwork(count, ports, links);
            PollFigures figures = new PollBench(network, seconds).run();
            output.say(figures.line());
            all.add(figures);
        }
        output.rows("poll", all);
        return all.stream().allMatch(PollCommand::holdsTheBar) ? 0 : 1;
    }

    private static boolean holdsTheBar(PollFigures figures) {
        return figures.network().switches() > BAR_SWITCHES
                || (figures.cores() <= BAR_CORES && figures.missed() == 0);
    }
}
