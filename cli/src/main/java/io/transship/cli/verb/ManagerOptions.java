package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Options that every verb has: which manager, and how to answer. */
final class ManagerOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--manager",
            paramLabel = "URL",
            defaultValue = "${env:TRANSSHIP_MANAGER:-http://127.0.0.1:8080}",
            description = "The manager; or TRANSSHIP_MANAGER (now: ${DEFAULT-VALUE}).")
    private URI manager = URI.create("");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:TRANSSHIP_TOKEN_FILE:-/run/transship/api.token}",
            description = "Its token; or TRANSSHIP_TOKEN_FILE (now: ${DEFAULT-VALUE}).")
    private Path tokenFile = Path.of("");

    @Option(names = "--json", description = "Prints the manager's answer as it is.")
    private boolean json;

    ManagerClient open() {
        return ManagerClient.withTokenFile(manager, tokenFile);
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    boolean json() {
        return json;
    }

    /** GETs and prints: raw, or by {@code forPeople}. */
    int show(String path, BiConsumer<JsonNode, PrintWriter> forPeople) {
        try (ManagerClient client = open()) {
            return print(client.get(path), forPeople);
        }
    }

    /** Prints an answer: raw, or by {@code forPeople}. */
    int print(JsonNode answer, BiConsumer<JsonNode, PrintWriter> forPeople) {
        if (json) {
            out().println(answer.toPrettyString());
        } else {
            forPeople.accept(answer, out());
        }
        out().flush();
        return 0;
    }
}
