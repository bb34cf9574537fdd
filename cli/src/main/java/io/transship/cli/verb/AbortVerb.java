package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship abort}. */
@Command(
        name = "abort",
        mixinStandardHelpOptions = true,
        description =
                "Gives a migration up: the container goes on at the source. Refused once the copy"
                        + " at the target is the container.",
        footer = {"", "Example:", "  transship abort m-5f0c3a9be1d2"})
public final class AbortVerb implements Callable<Integer> {

    private static final int FAILED = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "ID", description = "As 'transship migrations' lists it.")
    private String id = "";

    @Option(names = "--no-wait", description = "Returns when it is sure, before it is over.")
    private boolean noWait;

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            String path = "migrations/" + Segment.of(id);
            if (noWait) {
                return manager.print(client.post(path + "/abort", Map.of()), AbortVerb::printId);
            }
            try (EventFeed feed = client.events(OptionalLong.empty())) {
                String container = client.get(path).path("container").asString("");
                client.post(path + "/abort", Map.of());
                new MigrationWatch(manager).untilEnd(feed, id, container);
            }
            JsonNode report = client.get(path);
            manager.print(report, MigrationVerb::print);
            return report.path("phase").asString("").equals("rolled-back") ? 0 : FAILED;
        }
    }

    private static void printId(JsonNode answer, PrintWriter out) {
        out.println(Words.text(answer.path("id")) + " is given up");
    }
}
