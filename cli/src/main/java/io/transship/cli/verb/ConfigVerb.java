package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code transship config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks configuration files.",
        footer = {"", "Example:", "  transship config check manager.yaml"})
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

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CONFIG_INVALID, file + " can't be read.", e);
        }
    }
}
