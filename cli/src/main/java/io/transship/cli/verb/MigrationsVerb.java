package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code transship migrations}. */
@Command(
        name = "migrations",
        mixinStandardHelpOptions = true,
        description = "Lists the last migrations, the newest first.",
        footer = {"", "Example:", "  transship migrations --limit 5"})
public final class MigrationsVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        return manager.show("migrations?limit=" + limit, MigrationsVerb::print);
    }

    private static void print(JsonNode migrations, PrintWriter out) {
        Table table =
                new Table(
                        "MIGRATION",
                        "BEGUN",
                        "CONTAINER",
                        "MOVE",
                        "MODE",
                        "PHASE",
                        "TOTAL",
                        "DOWNTIME",
                        "MOVED");
        for (JsonNode migration : migrations) {
            table.row(
                    Words.text(migration.path("id")),
                    Words.time(migration.path("begun")),
                    Words.text(migration.path("container")),
                    Words.text(migration.path("source"))
                            + " -> "
                            + Words.text(migration.path("target")),
                    Words.text(migration.path("mode")),
                    Words.text(migration.path("phase")),
                    Words.millis(migration.at("/times/totalMs")),
                    Words.millis(migration.at("/times/downtimeMs")),
                    moved(migration));
        }
        table.print(out, "No migrations yet.");
    }

    /** All that was sent, or, while it goes on, how far it is. */
    private static String moved(JsonNode migration) {
        JsonNode bytes = migration.path("bytes");
        if (migration.path("over").asBoolean(true) || !bytes.has("done")) {
            return Words.bytes(bytes.path("moved"));
        }
        return bytes.path("total").asLong(0) > 0
                ? Words.bytes(bytes.path("done")) + " of " + Words.bytes(bytes.path("total"))
                : Words.bytes(bytes.path("done"));
    }
}
