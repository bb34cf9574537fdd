package io.transship.daemon.checkpoint.docker;

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
 * What a Docker source tells a Docker target beyond the specification.
 *
 * @param criu the source's version of CRIU
 * @param neighbours whom the container knows on its network
 */
record EngineDescription(String criu, List<Neighbour> neighbours) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENGINE = "docker";
    private static final int MOST_NEIGHBOURS = 1024;

    EngineDescription {
        neighbours = neighbours.stream().limit(MOST_NEIGHBOURS).toList();
    }

    String write() {
        List<Map<String, String>> known =
                neighbours.stream()
                        .map(each -> Map.of("ip", each.ip().text(), "mac", each.mac().toString()))
                        .toList();
        return JSON.writeValueAsString(Map.of("engine", ENGINE, "criu", criu, "neighbours", known));
    }

    static EngineDescription read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.path("engine").asString("").equals(ENGINE)) {
                throw new IllegalArgumentException("the source's engine is not Docker");
            }
            return new EngineDescription(
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
}
