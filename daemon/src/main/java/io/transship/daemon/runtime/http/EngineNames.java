package io.transship.daemon.runtime.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds containers by their names alone. An engine that is asked for one by name also takes the
 * name for the beginning of an id, if none has it: "db" is there as soon as somebody's id begins
 * with these letters, and the question is refused if two ids do. Thread-safe.
 */
public final class EngineNames {

    private static final JsonMapper JSON = new JsonMapper();

    private final EngineClient engine;

    /** Of that engine's containers, managed or not. */
    public EngineNames(EngineClient engine) {
        this.engine = engine;
    }

    /**
     * The id of the container that has exactly this name.
     *
     * @param name letters, digits, dots, dashes and underscores
     */
    public Optional<String> id(String name) {
        String filters = JSON.writeValueAsString(Map.of("name", List.of("^" + name + "$")));
        String encoded = URLEncoder.encode(filters, StandardCharsets.UTF_8);
        // A dot in it matches any letter.
        return engine.get("/containers/json?all=true&filters=" + encoded)
                .valueStream()
                .filter(entry -> isNamed(entry, name))
                .map(entry -> entry.path("Id").asString(""))
                .findFirst();
    }

    /** The engine's page of the container that has exactly this name. */
    public Optional<JsonNode> page(String name) {
        return id(name).flatMap(id -> engine.find("/containers/" + id + "/json"));
    }

    /** Docker's names begin with a slash. */
    private static boolean isNamed(JsonNode entry, String name) {
        return entry.path("Names")
                .valueStream()
                .map(each -> each.asString(""))
                .anyMatch(each -> each.equals(name) || each.equals("/" + name));
    }
}
