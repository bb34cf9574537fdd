package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
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

/** {@code transship check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Looks whether a container may move to a host, and touches nothing.",
            "Ends with 0 if it may, 1 if not."
        },
        footer = {"", "Example:", "  transship check server --to h3"})
public final class CheckVerb implements Callable<Integer> {

    private static final int UNFIT = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "CONTAINER", description = "Which one.")
    private String container = "";

    @Option(names = "--to", required = true, paramLabel = "HOST", description = "Where to.")
    private String target = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "How its memory would travel. Default: as the manager is configured.")
    private String mode = "";

    @Override
    public Integer call() {
        Map<String, String> question =
                new LinkedHashMap<>(Map.of("container", container, "target", target));
        if (!mode.isEmpty()) {
            question.put("mode", mode);
        }
        try (ManagerClient client = manager.open()) {
            JsonNode report = client.post("checks", question);
            manager.print(report, CheckVerb::print);
            return report.path("fit").asBoolean(false) ? 0 : UNFIT;
        }
    }

    private static void print(JsonNode report, PrintWriter out) {
        FindingsTable.print(report.path("findings"), out);
        out.println();
        out.printf(
                "%s may %smove from %s to %s (mode %s)%s%n",
                Words.text(report.path("container")),
                report.path("fit").asBoolean(false) ? "" : "not ",
                Words.text(report.path("source")),
                Words.text(report.path("target")),
                Words.text(report.path("mode")),
                FindingsTable.count(report.path("findings")));
    }
}
