package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Predicts what a move would cost in each mode; nothing is touched.",
        footer = {"", "Example:", "  transship plan server --to h3"})
public final class PlanVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "CONTAINER", description = "Which one.")
    private String container = "";

    @Option(names = "--to", required = true, paramLabel = "HOST", description = "Where to.")
    private String target = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "The mode that would be asked for: auto, copy, page-server, post-copy, pre-copy"
                            + " or leave-running. Default: as the manager is configured.")
    private String mode = "";

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            Map<String, String> order =
                    new LinkedHashMap<>(Map.of("container", container, "target", target));
            if (!mode.isEmpty()) {
                order.put("mode", mode);
            }
            JsonNode plan = client.post("plans", order);
            SwitchNames switches = new SwitchNames(client.get("topology"));
            return manager.print(plan, (answer, out) -> print(answer, switches, out));
        }
    }

    private static void print(JsonNode plan, SwitchNames switches, PrintWriter out) {
        out.printf(
                "%s: %s -> %s, asked for %s: %s%n%n",
                Words.text(plan.path("container")),
                Words.text(plan.path("source")),
                Words.text(plan.path("target")),
                Words.text(plan.path("asked")),
                plan.has("mode")
                        ? "would be made as " + Words.text(plan.path("mode"))
                        : "would be refused");
        out.println("carries  " + cargo(plan.path("cargo")));
        out.println("path     " + switches.in(path(plan.path("path"))));
        out.println();
        Table table = new Table("MODE", "DOWNTIME", "TOTAL", "BYTES", "BOTH NEEDED", "", "WHY");
        for (JsonNode each : plan.path("modes")) {
            table.row(
                    Words.text(each.path("mode")),
                    Words.millis(each.path("downtimeMs")),
                    Words.millis(each.path("totalMs")),
                    Words.bytes(each.path("bytes")),
                    each.path("bothNeededMs").asDouble(0) > 0
                            ? Words.millis(each.path("bothNeededMs"))
                            : "-",
                    verdict(each),
                    Words.text(each.path("reason")));
        }
        table.print(out, "No mode is known.");
        for (JsonNode warning : plan.path("warnings")) {
            out.printf("%nWarning: %s.", switches.in(Words.text(warning)));
        }
        out.print(plan.path("warnings").isEmpty() ? "" : System.lineSeparator());
    }

    private static String verdict(JsonNode mode) {
        if (mode.path("chosen").asBoolean(false)) {
            return "chosen";
        }
        return mode.path("offered").asBoolean(false) ? "" : "not offered";
    }

    private static String cargo(JsonNode cargo) {
        String change =
                !cargo.has("dirtyBytesPerSecond")
                        ? ""
                        : " (%s%s/s change)"
                                .formatted(
                                        cargo.path("dirtyBasis").asString("").equals("referenced")
                                                ? "at most "
                                                : "",
                                        Words.bytes(cargo.path("dirtyBytesPerSecond")));
        return "memory %s%s, layer %s, volumes %s, image %s"
                .formatted(
                        Words.bytes(cargo.path("memoryBytes")),
                        change,
                        Words.bytes(cargo.path("layerBytes")),
                        Words.bytes(cargo.path("volumeBytes")),
                        cargo.path("imageBytes").asLong(0) == 0
                                ? "there already"
                                : Words.bytes(cargo.path("imageBytes")));
    }

    private static String path(JsonNode path) {
        String left =
                path.has("leftBps")
                        ? "%s of %s left on the %s"
                                .formatted(
                                        Words.rate(path.path("leftBps")),
                                        Words.rate(path.path("capacityBps")),
                                        Words.text(path.path("basis")))
                        : "not known: " + Words.text(path.path("basis"));
        String bound =
                path.has("boundBps")
                        ? "; at most " + Words.rate(path.path("boundBps")) + " may be sent"
                        : "";
        return left
                + bound
                + (path.has("expectedBps")
                        ? "; " + Words.rate(path.path("expectedBps")) + " expected"
                        : "");
    }
}
