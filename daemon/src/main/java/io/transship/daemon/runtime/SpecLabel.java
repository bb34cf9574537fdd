package io.transship.daemon.runtime;

import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The specification of a managed container as the text of a label on it: the protocol's message as
 * JSON.
 */
public final class SpecLabel {

    /** Marks a container as ours. */
    public static final String MANAGED = "io.transship.managed";

    /** Carries the specification. */
    public static final String SPEC = "io.transship.spec";

    private static final JsonMapper JSON = new JsonMapper();

    private SpecLabel() {}

    /** The label's text. */
    public static String write(ContainerSpec spec) {
        return JSON.writeValueAsString(MessageJson.fields(SpecWire.write(spec)));
    }

    /** What the label says; empty if it is not in our form. */
    public static Optional<ContainerSpec> read(String label) {
        try {
            JsonNode node = JSON.readTree(label);
            var message = MessageJson.read(node, io.transship.proto.v1.ContainerSpec.newBuilder());
            readOlder(node, message);
            return Optional.of(SpecWire.read(message.build()));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A managed container as an engine's list shows it; empty if its label is not in our form.
     *
     * @param imageId makes the id of an image of the engine's own form
     */
    public static Optional<ManagedContainer> listed(JsonNode entry, UnaryOperator<String> imageId) {
        String state = entry.path("State").asString("");
        return read(entry.path("Labels").path(SPEC).asString(""))
                .map(
                        spec ->
                                new ManagedContainer(
                                        spec,
                                        entry.path("Id").asString(""),
                                        imageId.apply(entry.path("ImageID").asString("")),
                                        state.equals("running"),
                                        state));
    }

    /** Two names that labels had before they were the protocol's. */
    private static void readOlder(
            JsonNode node, io.transship.proto.v1.ContainerSpec.Builder message) {
        if (node.has("memory")) {
            message.setMemoryBytes(node.path("memory").asLong());
        }
        if (node.has("restart")) {
            message.setRestartPolicy(node.path("restart").asString());
        }
    }
}
