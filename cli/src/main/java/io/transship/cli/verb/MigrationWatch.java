package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerEvent;
import io.transship.cli.screen.ProgressLine;
import io.transship.cli.screen.Terminal;
import io.transship.cli.screen.Words;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Shows how a migration goes on. */
final class MigrationWatch {

    private final ManagerOptions manager;

    MigrationWatch(ManagerOptions manager) {
        this.manager = manager;
    }

    /** Returns when the migration of that container is over, or the feed ends. */
    void untilEnd(EventFeed feed, String id, String container) {
        ProgressLine line = new ProgressLine(manager.out(), Terminal.isThere() && !manager.json());
        for (Optional<ManagerEvent> event = feed.next();
                event.isPresent() && !isEnd(event.get(), container);
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

    private static boolean isEnd(ManagerEvent event, String container) {
        return (event.type().equals("migration-succeeded")
                        || event.type().equals("migration-failed"))
                && event.data().path("container").asString("").equals(container);
    }
}
