package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship migration}. */
@Command(
        name = "migration",
        mixinStandardHelpOptions = true,
        description = "Shows one migration with the times of its steps.",
        footer = {"", "Example:", "  transship migration 5f0c3a"})
public final class MigrationVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(paramLabel = "ID", description = "As 'transship migrations' lists it.")
    private String id = "";

    @Override
    public Integer call() {
        return manager.show("migrations/" + Segment.of(id), MigrationVerb::print);
    }

    static void print(JsonNode migration, PrintWriter out) {
        out.printf(
                "Migration %s: %s, %s -> %s, %s%n",
                Words.text(migration.path("id")),
                Words.text(migration.path("container")),
                Words.text(migration.path("source")),
                Words.text(migration.path("target")),
                Words.text(migration.path("phase")));
        if (migration.has("servingOn")) {
            out.printf("serves on %s%n", Words.text(migration.path("servingOn")));
        }
        if (migration.has("failure")) {
            JsonNode failure = migration.path("failure");
            out.printf(
                    "%s: %s %s%n",
                    Words.text(failure.path("code")),
                    Words.text(failure.path("message")),
                    Words.text(failure.path("mend")));
        }
        Table table = new Table("WHAT", "HOW MUCH");
        migration
                .path("times")
                .forEachEntry(
                        (name, value) -> table.row(name.replace("Ms", ""), Words.millis(value)));
        migration
                .path("bytes")
                .forEachEntry((name, value) -> table.row("bytes " + name, Words.bytes(value)));
        migration
                .path("frames")
                .forEachEntry((name, value) -> table.row("frames " + name, Words.text(value)));
        table.print(out, "Nothing has been measured yet.");
    }
}
