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
                    Words.text(migration.path("phase")),
                    Words.millis(migration.at("/times/totalMs")),
                    Words.millis(migration.at("/times/downtimeMs")),
                    Words.bytes(migration.at("/bytes/moved")));
        }
        table.print(out, "No migrations yet.");
    }
}
