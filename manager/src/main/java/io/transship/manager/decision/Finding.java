package io.transship.manager.decision;

import io.transship.core.policy.MoveSource;
import java.time.Duration;
import java.time.Instant;

/**
 * A source that detection has found.
 *
 * @param source the container and its host
 * @param detector who found it
 * @param at when
 * @param took from the first reading that showed the load over its threshold until then
 */
record Finding(MoveSource source, String detector, Instant at, Duration took) {}
