package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship policies}. */
@Command(
        name = "policies",
        mixinStandardHelpOptions = true,
        description = "Lists the policies that the configuration may name.",
        footer = {"", "Example:", "  transship policies"})
public final class PoliciesVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Override
    public Integer call() {
        return manager.show("policies", PoliciesVerb::print);
    }

    private static void print(JsonNode policies, PrintWriter out) {
        Table table = new Table("POLICY", "IN USE");
        for (JsonNode policy : policies) {
            table.row(Words.text(policy.path("name")), Words.yesNo(policy.path("inUse")));
        }
        table.print(out, "No policies.");
    }
}
