package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.Neighbour;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a source tells a target of the same engine beyond the specification.
 *
 * @param engine the source's engine ("docker")
 * @param criu the source's version of CRIU
 * @param neighbours whom the container knows on its network
 */
record EngineDescription(String engine, String criu, List<Neighbour> neighbours) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_NEIGHBOURS = 1024;

    EngineDescription {
        neighbours = neighbours.stream().limit(MOST_NEIGHBOURS).toList();
    }

    String write() {
        List<Map<String, String>> known =
                neighbours.stream()
                        .map(each -> Map.of("ip", each.ip().text(), "mac", each.mac().toString()))
                        .toList();
        return JSON.writeValueAsString(Map.of("engine", engine, "criu", criu, "neighbours", known));
    }

    /** Checks that it comes from the engine that this host has; UNSUPPORTED if not. */
    static EngineDescription read(String text, String engineHere) {
        EngineDescription description = parse(text);
        if (!description.engine().equals(engineHere)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "the source's engine is %s, the target's is %s"
                            .formatted(description.engine(), engineHere),
                    "Choose a target with the same engine.",
                    null);
        }
        return description;
    }

    private static EngineDescription parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return new EngineDescription(
                    engine(node.path("engine").asString("")),
                    node.path("criu").asString(""),
                    node.path("neighbours")
                            .valueStream()
                            .map(
                                    each ->
                                            new Neighbour(
                                                    new IpAddress(each.path("ip").asString("")),
                                                    MacAddress.parse(
                                                            each.path("mac").asString(""))))
                            .toList());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the source's description of its engine is not usable: " + e.getMessage(),
                    e);
        }
    }

    private static String engine(String word) {
        if (!word.matches("[a-z][a-z-]{0,31}")) {
            throw new IllegalArgumentException("it names no engine");
        }
        return word;
    }
}
