package io.transship.manager.sdn.floodlight;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An entry as a switch has it.
 *
 * @param priority its priority
 * @param match what it matches, all of it, in Floodlight's words
 * @param actions what is done, in Floodlight's words; empty: the frame is dropped
 * @param packets that matched it
 */
record SwitchFlow(long priority, Map<String, String> match, String actions, long packets) {

    static SwitchFlow read(Answer flow) {
        Map<String, String> match = new HashMap<>();
        flow.node()
                .path("match")
                .properties()
                .forEach(each -> match.put(each.getKey(), each.getValue().asString("")));
        JsonNode actions =
                flow.node().path("instructions").path("instruction_apply_actions").path("actions");
        return new SwitchFlow(
                flow.count("priority"),
                Map.copyOf(match),
                actions.asString(""),
                flow.count("packet_count"));
    }
}
