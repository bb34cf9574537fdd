package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says how a decision was reached: every candidate and why it won or lost.",
        footer = {"", "Examples:", "  transship explain", "  transship explain d1795298401000-3"})
public final class ExplainVerb implements Callable<Integer> {

    private static final String LAST = "last";

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(
            paramLabel = "ID",
            defaultValue = LAST,
            description = "The decision; without it the last one.")
    private String id = LAST;

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            SwitchNames switches = new SwitchNames(client.get("topology"));
            return manager.print(
                    id.equals(LAST) ? last(client) : client.get("decisions/" + Segment.of(id)),
                    (decision, out) -> print(decision, switches, out));
        }
    }

    private static JsonNode last(ManagerClient client) {
        JsonNode decisions = client.get("decisions?limit=1");
        if (decisions.isEmpty()) {
            throw new TransshipException(
                    FailureCode.DECISION_UNKNOWN, "no decision has been made yet.");
        }
        return decisions.get(0);
    }

    private static void print(JsonNode decision, SwitchNames switches, PrintWriter out) {
        out.printf(
                "Decision %s, %s, policy %s: %s%n",
                Words.text(decision.path("id")),
                Words.time(decision.path("at")),
                Words.text(decision.path("policy")),
                Words.text(decision.path("outcome")));
        if (decision.has("target")) {
            out.printf(
                    "%s: %s -> %s%n",
                    Words.text(decision.path("container")),
                    Words.text(decision.path("source")),
                    Words.text(decision.path("target")));
        }
        out.println(Words.text(decision.path("summary")));
        out.println();
        Table table = new Table("HOST", "VERDICT", "SCORE", "WHY");
        for (JsonNode candidate : decision.path("candidates")) {
            table.row(
                    Words.text(candidate.path("host")),
                    Words.text(candidate.path("verdict")).replace('_', ' '),
                    Words.text(candidate.path("score")),
                    switches.in(Words.text(candidate.path("reason"))));
        }
        table.print(out, "There was no candidate.");
        out.printf(
                "%nseed %s, detection %s, decision %s%n",
                Words.text(decision.path("seed")),
                Words.millis(decision.path("detectionMs")),
                Words.millis(decision.path("decisionMs")));
    }
}
