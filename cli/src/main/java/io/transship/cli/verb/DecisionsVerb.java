package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code transship decisions}. */
@Command(
        name = "decisions",
        mixinStandardHelpOptions = true,
        description = "Lists the last decisions, the newest first.",
        footer = {"", "Example:", "  transship decisions --limit 5"})
public final class DecisionsVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        return manager.show("decisions?limit=" + limit, DecisionsVerb::print);
    }

    private static void print(JsonNode decisions, PrintWriter out) {
        Table table = new Table("DECISION", "WHEN", "POLICY", "STATE", "CONTAINER", "MOVE");
        for (JsonNode decision : decisions) {
            table.row(
                    Words.text(decision.path("id")),
                    Words.when(decision.path("at")),
                    Words.text(decision.path("policy")),
                    Words.text(decision.path(decision.has("state") ? "state" : "outcome")),
                    Words.text(decision.path("container")),
                    decision.has("container") ? DecisionScreen.move(decision) : "-");
        }
        table.print(out, "No decisions yet.");
    }
}
