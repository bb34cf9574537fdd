package io.transship.lab.verbs;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.scenarios.Scenario;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transship lab up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Builds a lab and leaves it running.",
        footer = {
            "",
            "Example: transship lab up --scenario 2",
            "         transship lab up --topology ring:4 --capacity 20Mbit/s --name ring"
        })
final class UpCommand implements Runnable {

    @ArgGroup private @Nullable Shape shape;

    @Option(
            names = "--capacity",
            paramLabel = "RATE",
            defaultValue = "10Mbit/s",
            description = "Of every link of a generated topology (${DEFAULT-VALUE}).")
    private String capacity = "10Mbit/s";

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "The manager's policy, in place of its usual one.")
    private @Nullable String policy;

    @Option(
            names = "--extent",
            paramLabel = "EXTENT",
            defaultValue = "everything",
            description =
                    "network (switches that learn by themselves, machines with an engine),"
                            + " daemons (a daemon on each machine, too) or everything"
                            + " (${DEFAULT-VALUE}).")
    private Extent extent = Extent.EVERYTHING;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "docker",
            description = "Of every host: docker or podman (${DEFAULT-VALUE}).")
    private EngineKind engine = EngineKind.DOCKER;

    @Mixin private LabName lab = new LabName();
    @Spec private @Nullable CommandSpec command;

    /** Either of two ways to say which network. */
    static final class Shape {
        @Option(
                names = "--scenario",
                paramLabel = "1|2|3",
                description = "A network of the thesis, section 7.2 (1).")
        private @Nullable Integer scenario;

        @Option(
                names = "--topology",
                paramLabel = "SHAPE",
                description = "A generated network: " + Shapes.SYNTAX + ".")
        private @Nullable String topology;
    }

    @Override
    public void run() {
        PrintWriter out = Screen.out(command);
        LabSpec spec = spec();
        LabTopology topology = spec.topology();
        out.printf(
                "Lab '%s': %s, %d switches, %d hosts, %d links%n",
                lab.name,
                topology.name(),
                topology.switches().size(),
                topology.hosts().size(),
                topology.links().size());
        out.flush();
        try (Testbed testbed = Testbed.start(spec, (stage, took) -> show(out, stage, took))) {
            testbed.detach();
            guide(out, testbed);
        }
    }

    private LabSpec spec() {
        try {
            LabSpec spec = new LabSpec(lab.name, topology()).with(extent).with(engine);
            return policy == null ? spec : spec.withManagerSetting("policy", policy);
        } catch (IllegalArgumentException e) {
            throw new TransshipException(FailureCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private LabTopology topology() {
        Shape given = shape;
        if (given != null && given.topology != null) {
            return Shapes.parse(given.topology, BitRate.parse(capacity));
        }
        Integer number = given == null ? null : given.scenario;
        return Scenario.of(number == null ? 1 : number).topology();
    }

    private static void show(PrintWriter out, String stage, Duration took) {
        out.printf("  %-14s %6.1f s%n", stage, took.toMillis() / 1000.0);
        out.flush();
    }

    private void guide(PrintWriter out, Testbed testbed) {
        if (extent == Extent.EVERYTHING) {
            out.printf("Manager   %s, token in %s%n", testbed.managerUri(), testbed.tokenFile());
        }
        Machine first = testbed.machines().getFirst();
        String option = lab.name.equals(LabName.USUAL) ? "" : " --name " + lab.name;
        out.printf("Logs      %s%n", testbed.runFolder());
        out.printf("Try       transship lab exec%s %s -- %s info%n", option, first, first.engine());
        out.printf("End       transship lab down%s%n", option);
    }
}
