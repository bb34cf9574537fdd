package io.transship.cli.verb;

import io.transship.cli.client.ManagerClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code transship run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Starts a managed container.",
        footer = {
            "",
            "Examples:",
            "  transship run web",
            "  transship run web --host h3 --image nginx --env MODE=fast -- nginx -g 'daemon off;'",
            "  transship run db -v data:/var/lib/db -v /srv/db:/conf:ro,movable --image db"
        })
public final class RunVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            description = "Instead of the configured command; after --.")
    private List<String> command = List.of();

    @Option(names = "--image", description = "Instead of the configured image.")
    private @Nullable String image;

    @Option(names = "--host", description = "Where; without it the first free host.")
    private @Nullable String host;

    @Option(names = "--ip", description = "Its address; without it the first free one.")
    private @Nullable String ip;

    @Option(names = "--ip6", description = "Its IPv6 address, where containers have one.")
    private @Nullable String ipv6;

    @Option(names = "--ip6-only", description = "It gets no IPv4 address.")
    private boolean ipv6Only;

    @Option(
            names = {"--env", "-e"},
            paramLabel = "NAME=VALUE",
            description = "May be repeated.")
    private Map<String, String> environment = Map.of();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "May be repeated.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--memory", paramLabel = "AMOUNT", description = "The limit, such as 64MiB.")
    private @Nullable String memory;

    @Option(names = "--restart", paramLabel = "POLICY", description = "As docker's.")
    private @Nullable String restartPolicy;

    @ArgGroup(validate = false, heading = "%nAs docker has them:%n")
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("container", name);
        putIfGiven(order, "image", image);
        putIfGiven(order, "host", host);
        putIfGiven(order, "ip", ip);
        putIfGiven(order, "ipv6", ipv6);
        putIfGiven(order, "ipv6Only", ipv6Only ? true : null);
        order.put("command", command);
        order.put("environment", environment);
        order.put("labels", labels);
        putIfGiven(order, "memory", memory);
        putIfGiven(order, "restartPolicy", restartPolicy);
        order.put("options", options.fields());
        try (ManagerClient client = manager.open()) {
            return manager.print(client.post("containers", order), RunVerb::print);
        }
    }

    static void putIfGiven(Map<String, Object> order, String key, @Nullable Object value) {
        if (value != null) {
            order.put(key, value);
        }
    }

    private static void print(JsonNode container, PrintWriter out) {
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add(container);
        ContainersVerb.print(one, out);
    }
}
