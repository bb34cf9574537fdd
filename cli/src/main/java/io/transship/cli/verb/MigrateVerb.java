package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.client.ManagerEvent;
import io.transship.cli.screen.ProgressLine;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
                follow(feed, id);
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

    private void follow(EventFeed feed, String id) {
        ProgressLine line =
                new ProgressLine(manager.out(), ManagerOptions.isTerminal() && !manager.json());
        for (Optional<ManagerEvent> event = feed.next();
                event.isPresent() && !isEnd(event.get());
                event = feed.next()) {
            JsonNode data = event.get().data();
            if (data.path("id").asString("").equals(id) && !manager.json()) {
                show(line, data);
            }
        }
        line.end();
    }

    private static void show(ProgressLine line, JsonNode data) {
        long total = data.path("total").asLong(0);
        String sizes =
                total > 0
                        ? Words.bytes(data.path("done")) + " of " + Words.bytes(data.path("total"))
                        : Words.text(data.path("detail")).replace("-", " ");
        line.show(Words.text(data.path("phase")), sizes, data.path("done").asLong(0), total);
    }

    private boolean isEnd(ManagerEvent event) {
        return (event.type().equals("migration-succeeded")
                        || event.type().equals("migration-failed"))
                && event.data().path("container").asString("").equals(container);
    }

    private static void printId(JsonNode answer, PrintWriter out) {
        out.println(Words.text(answer.path("id")));
    }
}
