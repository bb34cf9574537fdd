package io.transship.cli.verb;

import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship containers}. */
@Command(
        name = "containers",
        mixinStandardHelpOptions = true,
        description = "Lists the managed containers and where they run.",
        footer = {"", "Example:", "  transship containers"})
public final class ContainersVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Override
    public Integer call() {
        return manager.show("containers", ContainersVerb::print);
    }

    static void print(JsonNode containers, PrintWriter out) {
        Table table = new Table("CONTAINER", "HOST", "STATE", "IP", "MAC", "IMAGE");
        for (JsonNode container : containers) {
            table.row(
                    Words.text(container.path("name")),
                    Words.text(container.path("host")),
                    Words.text(container.path("state")),
                    addresses(container),
                    Words.text(container.path("mac")),
                    Words.text(container.path("image")));
        }
        table.print(out, "No managed containers; start one with 'transship run NAME'.");
    }

    private static String addresses(JsonNode container) {
        return Stream.of("ip", "ipv6")
                .map(container::path)
                .filter(JsonNode::isString)
                .map(Words::text)
                .collect(Collectors.joining(" "));
    }
}
