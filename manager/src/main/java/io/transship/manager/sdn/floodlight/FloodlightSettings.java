package io.transship.manager.sdn.floodlight;

import io.transship.manager.sdn.LinkCapacities;
import java.net.URI;
import java.time.Duration;

/**
 * How a Floodlight controller is used.
 *
 * @param url where its REST API answers: http, host and port, nothing behind
 * @param capacities what the configuration states
 * @param replyTimeout how long an answer may take, and how long an entry may take to reach its
 *     switch
 * @param refresh how often it is asked for its network
 */
public record FloodlightSettings(
        URI url, LinkCapacities capacities, Duration replyTimeout, Duration refresh) {

    /** Checks that the times are positive. */
    public FloodlightSettings {
        if (!replyTimeout.isPositive() || !refresh.isPositive()) {
            throw new IllegalArgumentException("a time of the controller is not positive");
        }
    }
}
