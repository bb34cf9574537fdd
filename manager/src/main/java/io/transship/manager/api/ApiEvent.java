package io.transship.manager.api;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param id grows by one with each event
 * @param at when
 * @param type one of those in docs/api.md
 * @param data its details, as they stand in the JSON
 */
public record ApiEvent(long id, Instant at, String type, Map<String, ?> data) {}
