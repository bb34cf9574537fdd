package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code transship config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Shows the configuration in force, and checks files.",
        footer = {
            "",
            "Examples:",
            "  transship config show",
            "  transship config check manager.yaml",
            "The launcher's 'transship config check', 'show FILE' and 'import' need no manager."
        })
public final class ConfigVerb {

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Has the manager check a file without using it.",
            footer = {
                "",
                "Example:",
                "  transship config check manager.yaml",
                "Without a manager: transship manager --check --config manager.yaml"
            })
    int check(
            @Mixin ManagerOptions options,
            @Parameters(paramLabel = "FILE", description = "The file.") Path file) {
        try (ManagerClient client = options.open()) {
            return options.print(
                    client.post(
                            "config/check", Map.of("name", file.toString(), "text", text(file))),
                    (answer, out) -> out.println(file + " is valid."));
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Every value that the running manager goes by, with its source: default, the "
                        + "file's line, the environment or the command line."
            },
            footer = {"", "Example:", "  transship config show"})
    int show(@Mixin ManagerOptions options) {
        return options.show("config", ConfigVerb::print);
    }

    private static void print(JsonNode config, PrintWriter out) {
        if (!config.path("valid").asBoolean(true)) {
            out.printf(
                    "The file is INVALID since %s; the values below stay in force:%n  %s%n",
                    Words.time(config.path("problemSince")),
                    config.path("problem").asString("").replace("\n", System.lineSeparator()));
        }
        if (!config.path("waitingForRestart").isEmpty()) {
            out.printf("Waits for a restart: %s%n", Words.list(config.path("waitingForRestart")));
        }
        Table table = new Table("KEY", "VALUE", "SOURCE");
        for (JsonNode each : config.path("values")) {
            table.row(
                    Words.text(each.path("key")),
                    Words.text(each.path("value")),
                    Words.text(each.path("source")));
        }
        table.print(out, "This manager was started without a file.");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CONFIG_INVALID, file + " can't be read.", e);
        }
    }
}
