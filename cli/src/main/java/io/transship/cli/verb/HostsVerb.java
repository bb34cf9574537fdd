package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code transship hosts}. */
@Command(
        name = "hosts",
        mixinStandardHelpOptions = true,
        description = "Lists the container hosts.",
        footer = {"", "Example:", "  transship hosts"})
public final class HostsVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open()) {
            SwitchNames switches = new SwitchNames(client.get("topology"));
            return manager.print(client.get("hosts"), (hosts, out) -> print(hosts, switches, out));
        }
    }

    private static void print(JsonNode hosts, SwitchNames switches, PrintWriter out) {
        Table table = new Table("HOST", "ADDRESS", "DAEMON", "STATE", "ATTACHED AT", "CONTAINERS");
        for (JsonNode host : hosts) {
            table.row(
                    Words.text(host.path("name")),
                    Words.text(host.path("address")),
                    Words.text(host.path("daemon")),
                    state(host),
                    switches.in(Words.text(host.path("at"))),
                    Words.list(host.path("containers")));
        }
        table.print(out, "No hosts.");
    }

    private static String state(JsonNode host) {
        if (!host.path("reachable").asBoolean(false)) {
            return "unreachable";
        } else if (host.path("reserved").asBoolean(false)) {
            return "reserved";
        } else if (host.path("maintenance").asBoolean(false)) {
            return "maintenance";
        }
        return host.path("containers").isEmpty() ? "free" : "busy";
    }
}
