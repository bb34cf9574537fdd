package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Paragraph;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.PrintWriter;
import java.util.List;
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

    static void print(JsonNode decision, SwitchNames switches, PrintWriter out) {
        Paragraph.sentence(
                "Decision %s of %s, policy %s: %s"
                        .formatted(
                                Words.text(decision.path("id")),
                                Words.time(decision.path("at")),
                                Words.text(decision.path("policy")),
                                state(decision)),
                out);
        if (decision.has("container")) {
            out.println(
                    Words.text(decision.path("container")) + ": " + DecisionScreen.move(decision));
        }
        if (!decision.has("limit")) {
            Paragraph.sentence(switches.in(Words.text(decision.path("summary"))), out);
        }
        DecisionScreen.limit(decision, switches, out);
        out.println();
        DecisionScreen.candidates(decision, switches, out);
        DecisionScreen.effects(decision, switches, out);
        notes(decision, out);
        out.printf(
                "%n%sdecided in %s, seed %s%n",
                decision.has("detectionMs")
                        ? "detected in " + Words.millis(decision.path("detectionMs")) + ", "
                        : "",
                Words.millis(decision.path("decisionMs")),
                Words.text(decision.path("seed")));
    }

    /** "moved"; "proposed, then rejected". */
    private static String state(JsonNode decision) {
        String outcome = Words.text(decision.path("outcome"));
        String state = Words.text(decision.path("state"));
        return outcome.equals("move") || outcome.equals(state)
                ? state
                : outcome + ", then " + state;
    }

    /** What has become of it since. */
    private static void notes(JsonNode decision, PrintWriter out) {
        if (decision.path("notes").isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table("SINCE THEN", "WHEN", "MORE");
        for (JsonNode note : decision.path("notes")) {
            String more = "";
            for (String key : List.of("id", "code", "message", "reason")) {
                more += note.has(key) ? Words.text(note.path(key)) + " " : "";
            }
            table.row(Words.text(note.path("kind")), Words.time(note.path("at")), more.strip());
        }
        table.print(out, "");
    }
}
