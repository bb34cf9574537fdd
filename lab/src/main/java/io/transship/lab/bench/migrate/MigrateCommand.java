package io.transship.lab.bench.migrate;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.scenarios.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a client waits while its server moves: one request each 2 ms over one "
                    + "connection, the longest silence around each move (leave-running, which keeps "
                    + "no connection: one connection each request). A lab of three machines, "
                    + "the embedded controller holds, Open vSwitch is in the path. Ends with 1 if a "
                    + "row failed: a move, a reply, the connection or the state was lost. A bar that "
                    + "is missed is shown and fails nothing.",
            ""
        },
        footer = {
            "",
            "Example: transship bench migrate --memory 0,64MiB --runs 10 --waterfall",
            "         transship bench migrate --memory 256MiB --link 100Mbit/s --mode post-copy"
        })
public final class MigrateCommand implements Callable<Integer> {

    /** A client's, and two between which the server moves. */
    private static final int MACHINES = 3;

    private static final List<String> ENGINES = List.of("docker", "podman");

    @Option(
            names = "--memory",
            split = ",",
            paramLabel = "AMOUNT",
            defaultValue = "0",
            description = "What the server holds, incompressible (${DEFAULT-VALUE}).")
    private List<String> memory = List.of();

    @Option(
            names = "--link",
            split = ",",
            paramLabel = "RATE",
            defaultValue = "unlimited",
            description = "Of every cable: unlimited, 100Mbit/s … (${DEFAULT-VALUE}).")
    private List<String> link = List.of();

    @Option(
            names = "--topology",
            paramLabel = "SHAPE",
            defaultValue = "linear:3",
            description =
                    "Of the lab, with three hosts at least: "
                            + Shapes.SYNTAX
                            + " (${DEFAULT-VALUE}).")
    private String topology = "";

    @Option(
            names = "--mode",
            split = ",",
            paramLabel = "MODE",
            defaultValue = "copy",
            description = "How the memory travels (${DEFAULT-VALUE}).")
    private List<String> mode = List.of();

    @Option(
            names = "--engine",
            split = ",",
            paramLabel = "ENGINE",
            defaultValue = "docker",
            description = "Of the hosts: docker, podman (${DEFAULT-VALUE}).")
    private List<String> engine = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Moves that count, in each row (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = {
                "Moves before them that do not count: no class is loaded then, no page of a program "
                        + "read (${DEFAULT-VALUE})."
            })
    private int warmUps;

    @Option(
            names = "--peer",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = {
                "Also moves the same server by the engines' own means: podman container "
                        + "checkpoint --export, copy, restore --import; docker checkpoint create, copy, "
                        + "start --checkpoint. Nobody holds frames then. Prints our share of the best "
                        + "one's gap."
            })
    private boolean peer;

    @Option(
            names = "--waterfall",
            description = "Also print where each millisecond of the gap went.")
    private boolean waterfall;

    @Option(
            names = "--tuning",
            split = ",",
            paramLabel = "SWITCH",
            description = {
                "Of the hosts, off otherwise: rcu-expedited, conntrack-buckets (docs/gap.md). "
                        + "The table of connections is the whole machine's, so the bench sets it, and "
                        + "sets it back."
            })
    private List<String> tuning = List.of();

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        MigrateBench bench = new MigrateBench(plan(), output);
        return bench.run() ? 0 : 1;
    }

    private Plan plan() {
        try {
            if (runs < 1 || warmUps < 0) {
                throw new IllegalArgumentException("--runs is at least 1, --warm-up not negative");
            }
            if (Shapes.parse(topology, BitRate.ofMbps(1)).hosts().size() < MACHINES) {
                throw new IllegalArgumentException(
                        "--topology " + topology + " has fewer hosts than " + MACHINES);
            }
            return new Plan(
                    topology,
                    memory.stream().map(MigrateCommand::amount).toList(),
                    link.stream().map(MigrateCommand::rate).toList(),
                    mode.stream().map(MigrateCommand::known).toList(),
                    engine.stream().map(MigrateCommand::engine).toList(),
                    new Plan.Moves(warmUps, runs),
                    peer,
                    waterfall,
                    MachineTuning.of(tuning));
        } catch (IllegalArgumentException e) {
            throw new TransshipException(FailureCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private static ByteCount amount(String text) {
        return text.equals("0") ? ByteCount.ZERO : ByteCount.parse(text);
    }

    private static Optional<BitRate> rate(String text) {
        return text.equals("unlimited") ? Optional.empty() : Optional.of(BitRate.parse(text));
    }

    private static String engine(String text) {
        if (!ENGINES.contains(text)) {
            throw new IllegalArgumentException(
                    "there is no engine '%s'; there are: %s"
                            .formatted(text, String.join(", ", ENGINES)));
        }
        return text;
    }

    private static String known(String text) {
        return MigrationMode.of(text)
                .map(MigrationMode::word)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no mode '%s'; there are: %s"
                                                .formatted(text, MigrationMode.words())));
    }

    /**
     * What is asked for.
     *
     * @param shape of the network, as {@link Shapes#parse} reads it
     * @param memory of the server, each
     * @param links of the lab, each
     * @param modes of ours, each
     * @param engines of the hosts, each
     * @param moves of each row
     * @param peer whether the peers run, too
     * @param waterfall whether the parts of the gap are shown
     * @param tuning of the hosts
     */
    record Plan(
            String shape,
            List<ByteCount> memory,
            List<Optional<BitRate>> links,
            List<String> modes,
            List<String> engines,
            Moves moves,
            boolean peer,
            boolean waterfall,
            MachineTuning tuning) {

        /**
         * How often a container moves.
         *
         * @param warmUps before those that count
         * @param runs that count
         */
        record Moves(int warmUps, int runs) {}

        /** The network, with this capacity on every cable. */
        LabTopology topology(BitRate capacity) {
            return Shapes.parse(shape, capacity);
        }
    }
}
