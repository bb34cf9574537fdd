package io.transship.daemon.runtime;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The specification of a managed container as the text of a label on it. */
public final class SpecLabel {

    /** Marks a container as ours. */
    public static final String MANAGED = "io.transship.managed";

    /** Carries the specification. */
    public static final String SPEC = "io.transship.spec";

    private static final JsonMapper JSON = new JsonMapper();

    private SpecLabel() {}

    /** The label's text. */
    public static String write(ContainerSpec spec) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", spec.name().name());
        fields.put("image", spec.image());
        fields.put("command", spec.command());
        fields.put("environment", spec.environment());
        fields.put("ip", spec.address().ip().text());
        fields.put("prefixLength", spec.address().prefixLength());
        fields.put("mac", spec.address().mac().toString());
        fields.put("gateway", spec.address().gateway().map(IpAddress::text).orElse(""));
        fields.put("labels", spec.labels());
        fields.put("memory", spec.memory().bytes());
        fields.put("restart", spec.restart().word());
        return JSON.writeValueAsString(fields);
    }

    /** What the label says; empty if it is not in our form. */
    public static Optional<ContainerSpec> read(String label) {
        try {
            JsonNode node = JSON.readTree(label);
            return Optional.of(
                    new ContainerSpec(
                            new ContainerId(node.path("name").asString("")),
                            node.path("image").asString(""),
                            texts(node.path("command")),
                            pairs(node.path("environment")),
                            address(node),
                            pairs(node.path("labels")),
                            new ByteCount(node.path("memory").asLong(0)),
                            RestartPolicy.parse(node.path("restart").asString(""))));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ContainerAddress address(JsonNode node) {
        String gateway = node.path("gateway").asString("");
        return new ContainerAddress(
                new IpAddress(node.path("ip").asString("")),
                node.path("prefixLength").asInt(0),
                MacAddress.parse(node.path("mac").asString("")),
                gateway.isEmpty() ? Optional.empty() : Optional.of(new IpAddress(gateway)));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static Map<String, String> pairs(JsonNode object) {
        return object.propertyStream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().asString()));
    }
}
