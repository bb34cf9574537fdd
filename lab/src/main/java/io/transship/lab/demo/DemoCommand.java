package io.transship.lab.demo;

import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code transship demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the main job on this machine: a lab of five machines comes up, a client "
                    + "on h1 talks to a server in a container on h2 while a stream overloads the "
                    + "switches, and the manager notices, decides and migrates by itself. Ends with 0 "
                    + "only if every check holds: one copy, on the policy's host, connection and "
                    + "state intact, nothing left.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  transship demo",
            "  transship demo --scenario 2 --policy shortest-path --state 4MiB --json result.json",
            "  transship demo --keep          (then: transship lab status)"
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--scenario",
            paramLabel = "1|2|3",
            defaultValue = "1",
            description = {
                "The thesis' network: 1 heterogeneous, 2 bottleneck, 3 homogeneous",
                "(default: ${DEFAULT-VALUE})."
            })
    private int scenario;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "bandwidth",
            description = "random, bandwidth or shortest-path (default: ${DEFAULT-VALUE}).")
    private String policy = "";

    @Option(
            names = "--state",
            paramLabel = "SIZE",
            defaultValue = "10MiB",
            description = "Memory that the server holds (default: ${DEFAULT-VALUE}).")
    private String state = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Of everything left to chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes every number of the run there.")
    private @Nullable Path json;

    @Option(names = "--keep", description = "Leaves the lab up at the end.")
    private boolean keep;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "demo",
            description = "The lab's name; labs of different names stand side by side.")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
        return new Demo(DemoOptions.of(this), System.out, isTerminal()).run() ? 0 : 1;
    }

    private static boolean isTerminal() {
        boolean console =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return console && !"dumb".equals(System.getenv("TERM"));
    }

    int scenario() {
        return scenario;
    }

    String name() {
        return name;
    }

    String policy() {
        return policy;
    }

    String state() {
        return state;
    }

    long seed() {
        return seed;
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }

    boolean keep() {
        return keep;
    }
}
