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
        description =
                "Shows one migration: how far it is, its steps, what was predicted and measured.",
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
                state(migration));
        out.println(mode(migration));
        if (migration.has("boundBps")) {
            out.printf("sends at most %s%n", Words.rate(migration.path("boundBps")));
        }
        migration
                .at("/predicted/warnings")
                .forEach(warning -> out.printf("note: %s%n", Words.text(warning)));
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
        if (migration.at("/predicted").has("downtimeMs")) {
            compare(migration, out);
        }
        if (!migration.path("steps").isEmpty()) {
            steps(migration, out);
        }
        out.println();
        measured(migration, out);
    }

    /** The phase, and how far it is while it goes on. */
    private static String state(JsonNode migration) {
        String phase = Words.text(migration.path("phase"));
        if (migration.path("over").asBoolean(true)) {
            return phase;
        }
        String detail = migration.has("detail") ? ", " + Words.text(migration.path("detail")) : "";
        return phase
                + detail
                + (migration.at("/bytes/total").asLong(0) > 0
                        ? ", %s of %s"
                                .formatted(
                                        Words.bytes(migration.at("/bytes/done")),
                                        Words.bytes(migration.at("/bytes/total")))
                        : "")
                + ", since "
                + Words.time(migration.path("begun"));
    }

    private static String mode(JsonNode migration) {
        JsonNode predicted = migration.path("predicted");
        String mode = "mode " + Words.text(migration.path("mode"));
        return predicted.path("asked").asString("").equals("auto")
                ? mode + ", picked by auto: " + Words.text(predicted.path("reason"))
                : mode;
    }

    private static void compare(JsonNode migration, PrintWriter out) {
        JsonNode predicted = migration.path("predicted");
        out.println();
        new Table("", "PREDICTED", "MEASURED")
                .row(
                        "downtime",
                        Words.millis(predicted.path("downtimeMs")),
                        Words.millis(migration.at("/times/downtimeMs")))
                .row(
                        "total",
                        Words.millis(predicted.path("totalMs")),
                        Words.millis(migration.at("/times/totalMs")))
                .row(
                        "bytes",
                        Words.bytes(predicted.path("bytes")),
                        Words.bytes(migration.at("/bytes/moved")))
                .print(out, "");
    }

    private static void steps(JsonNode migration, PrintWriter out) {
        out.println();
        Table table = new Table("PHASE", "STEP", "AT", "TOOK");
        for (JsonNode step : migration.path("steps")) {
            table.row(
                    Words.text(step.path("phase")),
                    step.path("effect").asString("").equals("none")
                            ? "-"
                            : Words.text(step.path("effect")).replace('-', ' '),
                    Words.clock(step.path("at")),
                    Words.millis(step.path("tookMs")));
        }
        table.print(out, "");
    }

    private static void measured(JsonNode migration, PrintWriter out) {
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
