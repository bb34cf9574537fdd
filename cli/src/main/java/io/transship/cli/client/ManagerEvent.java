package io.transship.cli.client;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * An event of the manager.
 *
 * @param id grows with each event
 * @param at when it happened, by the manager's clock
 * @param type as in docs/api.md
 * @param data its details
 */
public record ManagerEvent(long id, Instant at, String type, JsonNode data) {}
