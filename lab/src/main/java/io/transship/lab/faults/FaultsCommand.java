package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.lab.bench.output.BenchOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench faults}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Lets programs, machines, cables, disks and files fail at the steps of "
                    + "migrations, in a lab of three machines, and judges what a client sees and what "
                    + "is left behind. Ends with 0 only if every fault was overcome: "
                    + "docs/robustness.md says what that means."
        },
        footer = {
            "",
            "Examples:",
            "  transship bench faults --runs 200 --seed 7",
            "  transship bench faults --covering --mode copy --json faults.json",
            "  transship bench faults --only adopted+kill-manager --runs 40 --logs logs"
        })
public final class FaultsCommand implements Callable<Integer> {

    private static final int RUNS = 20;

    @Option(
            names = "--runs",
            description = "How many, drawn at random (20); without it --only means each once.")
    private @Nullable Integer runs;

    @Option(names = "--seed", defaultValue = "1", description = "Of the draw (1).")
    private long seed;

    @Option(
            names = "--mode",
            split = ",",
            defaultValue = "copy,page-server,post-copy,leave-running",
            description =
                    "How the container moves; these by default: copy, page-server, post-copy, leave-running.")
    private List<String> modes = List.of();

    @Option(names = "--covering", description = "Every pair of step and fault once; no --runs.")
    private boolean covering;

    @Option(
            names = "--only",
            split = ",",
            description = {
                "Only faults, steps and modes whose names contain one of these.",
                "What is joined by a plus must all be there: adopted+kill-manager."
            })
    private List<String> only = List.of();

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Keeps the logs of what went wrong.")
    private @Nullable Path logs;

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() {
        List<MigrationMode> chosen = modes.stream().map(FaultsCommand::mode).toList();
        Random random = new Random(seed);
        List<Fault> faults = chosen(chosen, random);
        output.say(
                "%d faults of a matrix of %d pairs of step and fault; seed %d."
                        .formatted(faults.size(), FaultMatrix.size(chosen), seed));
        FaultBench bench = new FaultBench(output.out(), Optional.ofNullable(logs));
        boolean held = bench.run(faults);
        output.document(
                "faults",
                Map.of(
                        "seed",
                        seed,
                        "findings",
                        bench.findings().stream().map(Finding::document).toList()));
        return held ? 0 : 1;
    }

    private List<Fault> chosen(List<MigrationMode> modes, Random random) {
        boolean each = covering || (runs == null && !only.isEmpty());
        return each
                ? FaultMatrix.covering(modes, only, random)
                : FaultMatrix.random(modes, only, runs == null ? RUNS : runs, random);
    }

    private static MigrationMode mode(String word) {
        return MigrationMode.of(word)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.USAGE,
                                        "there is no mode '"
                                                + word
                                                + "'; there are: "
                                                + MigrationMode.words()
                                                + "."));
    }
}
