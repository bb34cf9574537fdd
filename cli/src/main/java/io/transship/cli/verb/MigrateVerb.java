package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Moves a container to another host and shows how it goes.",
        footer = {"", "Example:", "  transship migrate server --to h3"})
public final class MigrateVerb implements Callable<Integer> {

    private static final int FAILED = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "CONTAINER", description = "Which one.")
    private String container = "";

    @Option(names = "--to", required = true, paramLabel = "HOST", description = "Where to.")
    private String target = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "How its memory travels: auto, copy, page-server, post-copy, pre-copy or"
                            + " leave-running. Default: as the manager is configured.")
    private String mode = "";

    @Option(names = "--no-wait", description = "Returns when it has begun; prints its id.")
    private boolean noWait;

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            if (noWait) {
                return manager.print(order(client), MigrateVerb::printId);
            }
            try (EventFeed feed = client.events(OptionalLong.empty())) {
                String id = order(client).path("id").asString("");
                new MigrationWatch(manager).untilEnd(feed, id, container);
                JsonNode report = client.get("migrations/" + Segment.of(id));
                manager.print(report, MigrationVerb::print);
                return report.path("phase").asString("").equals("committed") ? 0 : FAILED;
            }
        }
    }

    private JsonNode order(ManagerClient client) {
        Map<String, String> order =
                new LinkedHashMap<>(Map.of("container", container, "target", target));
        if (!mode.isEmpty()) {
            order.put("mode", mode);
        }
        return client.post("migrations", order);
    }

    private static void printId(JsonNode answer, PrintWriter out) {
        out.println(Words.text(answer.path("id")));
    }
}
