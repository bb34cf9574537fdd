package io.transship.manager.store;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Maps as JSON text in a column. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static String write(Map<String, ?> map) {
        return MAPPER.writeValueAsString(map);
    }

    static Map<String, Object> read(String text) {
        return MAPPER.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
