package io.transship.lab.demo;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.lab.demo.stage.DemoImage;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.LabTopology;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.LabSpec.Extent;
import io.transship.lab.testbed.Progress;
import io.transship.lab.testbed.Testbed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A container that goes to and fro without an audience, so that manager and daemons have once done
 * everything that a migration takes.
 */
public final class Rehearsal {

    private static final String CONTAINER = "rehearsal";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOVES = 4;

    private Rehearsal() {}

    /** A lab for it: one container, on the first host, which may move at any time. */
    public static Testbed stage(
            String name, LabTopology topology, Programs programs, Progress progress) {
        Map<String, Object> settings =
                Map.of(
                        "image",
                        DemoImage.NAME,
                        "container",
                        CONTAINER,
                        "serverdeployRatio",
                        1.0 / topology.hosts().size(),
                        "limits",
                        Map.of("coolDown", "0s"),
                        "containers",
                        Map.of(
                                "addresses",
                                "10.0.0.100-10.0.0.199",
                                "prefixLength",
                                24,
                                "command",
                                DemoImage.command(ByteCount.ofMiB(1).bytes())));
        LabSpec spec =
                new LabSpec(name, topology, Extent.EVERYTHING, Set.of(), settings, List.of());
        return Stage.up(spec, programs, progress);
    }

    /**
     * Moves the container between the lab's first two hosts.
     *
     * @throws TransshipException INTERNAL if a migration does not end
     */
    public static void play(Testbed lab) {
        List<String> hosts = lab.machines().stream().map(machine -> machine.name()).toList();
        try (ManagerLink manager = ManagerLink.to(lab)) {
            await(manager, hosts.getFirst());
            for (int move = 1; move <= MOVES; move++) {
                String target = hosts.get(move % 2);
                order(manager, target);
                await(manager, target);
            }
        }
    }

    /** Refused as long as no switch has seen the hosts. */
    private static void order(ManagerLink manager, String target) {
        var _ =
                Poll.until(
                        PATIENCE,
                        () -> {
                            try {
                                manager.migrate(CONTAINER, target);
                                return Optional.of(target);
                            } catch (TransshipException e) {
                                return Optional.empty();
                            }
                        });
    }

    private static void await(ManagerLink manager, String host) {
        var _ =
                Poll.until(PATIENCE, () -> restsOn(manager, host))
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.INTERNAL,
                                                CONTAINER + " does not come to " + host + "."));
    }

    private static Optional<JsonNode> restsOn(ManagerLink manager, String host) {
        for (JsonNode migration : manager.migrations()) {
            if (!migration.path("over").asBoolean(false)) {
                return Optional.empty();
            }
        }
        for (JsonNode container : manager.containers()) {
            if (container.path("host").asString("").equals(host)
                    && container.path("running").asBoolean(false)) {
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }
}
