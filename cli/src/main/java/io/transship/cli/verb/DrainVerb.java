package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.client.ManagerEvent;
import io.transship.cli.screen.ProgressLine;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Terminal;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship drain}. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description =
                "Puts a host under maintenance: it takes no container any more, and those that it has"
                        + " move away one by one, to where the policy in use sends them. Said again,"
                        + " it shows how far it is, and tries anew what has failed.",
        footer = {"", "Examples:", "  transship drain h3 --wait", "  transship undrain h3"})
public final class DrainVerb implements Callable<Integer> {

    private static final int FAILED = 1;

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "HOST", description = "Which one.")
    private String host = "";

    @Option(
            names = "--wait",
            description =
                    "Returns when the host is empty (exit code 0), or when what is left can't move"
                            + " (1).")
    private boolean wait;

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            String path = "hosts/" + Segment.of(host) + "/drain";
            if (!wait) {
                return manager.print(client.post(path, Map.of()), DrainVerb::print);
            }
            try (EventFeed feed = client.events(OptionalLong.empty())) {
                JsonNode begun = client.post(path, Map.of());
                if (isOn(begun)) {
                    follow(feed);
                }
            }
            JsonNode state = client.get(path);
            manager.print(state, DrainVerb::print);
            return state.path("state").asString("").equals("drained") ? 0 : FAILED;
        }
    }

    /** Returns when the drain is over, or the feed ends. */
    private void follow(EventFeed feed) {
        ProgressLine line = new ProgressLine(manager.out(), Terminal.isThere() && !manager.json());
        boolean on = true;
        for (Optional<ManagerEvent> event = feed.next();
                on && event.isPresent();
                event = on ? feed.next() : Optional.empty()) {
            JsonNode data = event.get().data();
            if (event.get().type().equals("drain-progress")
                    && data.path("host").asString("").equals(host)) {
                if (!manager.json()) {
                    show(line, data);
                }
                on = isOn(data);
            }
        }
        line.end();
    }

    private static boolean isOn(JsonNode drain) {
        return drain.path("state").asString("").equals("draining");
    }

    private static void show(ProgressLine line, JsonNode drain) {
        int moved = 0;
        int all = 0;
        String now = "";
        for (JsonNode each : drain.path("containers")) {
            all++;
            String state = each.path("state").asString("");
            moved += state.equals("moved") ? 1 : 0;
            if (state.equals("moving")) {
                now = Words.text(each.path("container")) + " moves";
            }
        }
        line.show("%d of %d moved".formatted(moved, all), now, moved, all);
    }

    static void print(JsonNode drain, PrintWriter out) {
        out.printf(
                "Host %s %s%n",
                Words.text(drain.path("host")),
                switch (drain.path("state").asString("")) {
                    case "open" -> "is not under maintenance.";
                    case "drained" -> "is under maintenance and runs no container.";
                    case "stuck" -> "is under maintenance; what is left can't move.";
                    default -> "is under maintenance; its containers are moving away.";
                });
        if (drain.path("containers").isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table("CONTAINER", "STATE", "TO", "WHY");
        for (JsonNode each : drain.path("containers")) {
            table.row(
                    Words.text(each.path("container")),
                    Words.text(each.path("state")),
                    Words.text(each.path("target")),
                    Words.text(each.path("reason")));
        }
        table.print(out, "");
    }
}
