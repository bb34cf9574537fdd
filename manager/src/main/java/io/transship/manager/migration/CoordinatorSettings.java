package io.transship.manager.migration;

import java.time.Duration;

/**
 * How long the parts of a migration may take.
 *
 * @param prepare both sides getting ready, image included
 * @param migrate dump, transfer and restore together
 * @param abort for the target to kill its copy, and for one order to the source
 * @param targetLease how long an uncommitted copy lives without a word from the manager
 * @param holdLease how long switches hold without a manager
 * @param patience with a host that does not answer when only it can end a migration
 * @param measured how often loads are measured, and so the bound of what is sent
 */
public record CoordinatorSettings(
        Duration prepare,
        Duration migrate,
        Duration abort,
        Duration targetLease,
        Duration holdLease,
        Duration patience,
        Duration measured) {

    /**
     * The usual deadlines.
     *
     * @param measured how often loads are measured
     */
    public static CoordinatorSettings usual(Duration measured) {
        return new CoordinatorSettings(
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                measured);
    }
}
