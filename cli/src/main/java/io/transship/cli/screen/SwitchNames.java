package io.transship.cli.screen;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The names of switches, for texts that have their datapath ids. */
public final class SwitchNames {

    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * The names that the configuration gives.
     *
     * @param topology as the API answers
     */
    public SwitchNames(JsonNode topology) {
        for (JsonNode each : topology.path("switches")) {
            if (each.has("name")) {
                names.put(each.path("datapath").asString(""), each.path("name").asString(""));
            }
        }
    }

    /** The text with names instead of datapath ids. */
    public String in(String text) {
        String named = text;
        for (Map.Entry<String, String> each : names.entrySet()) {
            named = named.replace(each.getKey(), each.getValue());
        }
        return named;
    }
}
