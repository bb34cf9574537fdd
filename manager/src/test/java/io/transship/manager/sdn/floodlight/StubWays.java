package io.transship.manager.sdn.floodlight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Ways over links of the recorded form, fewest links first. */
final class StubWays {

    private StubWays() {}

    static List<JsonNode> between(String from, String to, List<JsonNode> links) {
        Map<String, JsonNode> reachedBy = new HashMap<>();
        Deque<String> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            String at = next.poll();
            for (JsonNode link : links) {
                String beyond = link.path("dst-switch").asString("");
                if (link.path("src-switch").asString("").equals(at)
                        && !beyond.equals(from)
                        && reachedBy.putIfAbsent(beyond, link) == null) {
                    next.add(beyond);
                }
            }
        }
        List<JsonNode> way = new ArrayList<>();
        for (JsonNode link = reachedBy.get(to);
                link != null;
                link = reachedBy.get(link.path("src-switch").asString(""))) {
            way.addFirst(link);
        }
        return way;
    }
}
