package io.transship.lab.bench.decide;

import static java.util.Objects.requireNonNull;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship bench decide}. */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long one decision by the policy 'bandwidth' takes among all free hosts of a fat",
            "tree: the ways to all of them, what each has left, and the explanation that names",
            "every host. Each size has a process of its own, which warms up first. Beside it",
            "JGraphT lists all shortest paths to each host, as the thesis describes it, until its",
            "time is over; then the ratio (of processor times) is reckoned up from the hosts it"
                    + " came",
            "to. The bar is 50 ms at k = 48; one that is missed is shown and fails nothing.",
            ""
        },
        footer = {"", "Example: transship bench decide --k 8,48 --decisions 50"})
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
            names = "--decisions",
            paramLabel = "N",
            defaultValue = "100",
            description = "That count (${DEFAULT-VALUE}).")
    private int decisions;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Of processor time, before they count (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--baseline",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Of processor time, for the baseline at the most (${DEFAULT-VALUE}).")
    private int baseline;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = requireNonNull(command, "picocli sets it").commandLine().getOut();
        if (sizes.stream().anyMatch(k -> k < 2 || k % 2 != 0 || k > 128) || decisions < 1) {
            throw new TransshipException(
                    FailureCode.USAGE, "--k is even, from 2 to 128; --decisions is at least 1.");
        }
        out.println(
                "   k switches  links   hosts    median       p95       cpu   allocated  time/(E"
                        + " log V)   all paths (JGraphT)");
        Optional<DecideLine> first = Optional.empty();
        for (int k : sizes) {
            DecideLine line = measure(k);
            first = first.or(() -> Optional.of(line));
            out.println(row(line, first.get()));
            out.flush();
            if (k == BAR_K) {
                out.printf(
                        Locale.ROOT,
                        "bar at k = 48: %.1f ms of %.0f ms, %s%n",
                        line.medianMs(),
                        BAR_MS,
                        line.medianMs() <= BAR_MS ? "kept" : "MISSED");
            }
        }
        return 0;
    }

    private static String row(DecideLine line, DecideLine first) {
        double growth = line.cpuMs() / line.bound() / (first.cpuMs() / first.bound());
        String other =
                line.otherFinished()
                        ? "%.0f ms, %d paths".formatted(line.otherMs(), line.otherPaths())
                        : "cut off after %.1f s at %d of %d hosts, %d paths"
                                .formatted(
                                        line.otherMs() / 1e3,
                                        line.otherHosts(),
                                        line.hosts(),
                                        line.otherPaths());
        return String.format(
                Locale.ROOT,
                "%4d %8d %6d %7d %7.2f ms %6.2f ms %6.2f ms %7.2f MiB %14.2fx   %s: %.0fx",
                line.k(),
                line.switches(),
                line.links(),
                line.hosts(),
                line.medianMs(),
                line.p95Ms(),
                line.cpuMs(),
                line.bytes() / 1048576.0,
                growth,
                other,
                line.ratio());
    }

    private DecideLine measure(int k) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Xlog:disable", "-cp"));
        words.add(System.getProperty("java.class.path"));
        words.add(DecideMain.class.getName());
        for (int word : new int[] {k, warmUp, decisions, baseline}) {
            words.add(Integer.toString(word));
        }
        Process process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(DecideLine::isOne)
                    .findFirst()
                    .map(DecideLine::parse)
                    .orElseThrow(
                            () ->
                                    new TransshipException(
                                            FailureCode.INTERNAL,
                                            "the process of the bench for k = "
                                                    + k
                                                    + " ended without a result."));
        } finally {
            process.destroy();
        }
    }
}
