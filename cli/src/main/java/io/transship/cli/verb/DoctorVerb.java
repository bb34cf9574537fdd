package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code transship doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks what a host has and lacks for migrations, and says how to mend it.",
            "Ends with 0 if all are fit, 1 if not. Without a manager, on the host itself:",
            "'transship daemon --doctor --config FILE'."
        },
        footer = {"", "Examples:", "  transship doctor", "  transship doctor h3"})
public final class DoctorVerb implements Callable<Integer> {

    private static final int UNFIT = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(
            paramLabel = "HOST",
            arity = "0..1",
            description = "Which one; without it all hosts.")
    private String host = "";

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            ArrayNode reports = JsonNodeFactory.instance.arrayNode();
            for (String each : hosts(client)) {
                reports.add(client.get("hosts/" + Segment.of(each) + "/doctor"));
            }
            manager.print(
                    host.isEmpty() ? reports : reports.get(0), (_, out) -> print(reports, out));
            return reports.valueStream().allMatch(each -> each.path("fit").asBoolean(false))
                    ? 0
                    : UNFIT;
        }
    }

    private List<String> hosts(ManagerClient client) {
        List<String> names = new ArrayList<>();
        if (host.isEmpty()) {
            client.get("hosts").forEach(each -> names.add(each.path("name").asString("")));
        } else {
            names.add(host);
        }
        return names;
    }

    private static void print(JsonNode reports, PrintWriter out) {
        for (JsonNode report : reports) {
            FindingsTable.print(report.path("findings"), out);
            out.println();
            out.printf(
                    "%s is %sfit for migrations%s%n%n",
                    Words.text(report.path("target")),
                    report.path("fit").asBoolean(false) ? "" : "not ",
                    FindingsTable.count(report.path("findings")));
        }
    }
}
