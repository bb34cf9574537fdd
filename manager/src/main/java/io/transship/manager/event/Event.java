package io.transship.manager.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param at when
 * @param type one of {@link EventTypes}
 * @param data what, in the order it is shown: strings, numbers, booleans, lists and maps of such
 */
public record Event(Instant at, String type, Map<String, Object> data) {

    /** Copies the map. */
    public Event {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
