package io.transship.daemon.runtime.http;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
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

    /**
     * The process of the container that has exactly this name, in one question, since time counts
     * where this is asked; 0: it does not run.
     *
     * @throws TransshipException CONTAINER_UNKNOWN: there is none; ENGINE_FAILED
     */
    public long process(String name) {
        JsonNode page =
                engine.find("/containers/" + name + "/json")
                        .filter(found -> isName(found.path("Name"), name))
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.CONTAINER_UNKNOWN,
                                                "the engine has no container " + name + "."));
        return page.path("State").path("Pid").asLong(0);
    }

    private static boolean isNamed(JsonNode entry, String name) {
        return entry.path("Names").valueStream().anyMatch(each -> isName(each, name));
    }

    /** Docker's names begin with a slash. */
    private static boolean isName(JsonNode word, String name) {
        String found = word.asString("");
        return found.equals(name) || found.equals("/" + name);
    }
}
