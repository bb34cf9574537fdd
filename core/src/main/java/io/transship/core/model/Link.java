package io.transship.core.model;

import java.time.Duration;
import java.util.Optional;

/**
 * One direction of a cable between two switches.
 *
 * @param from where frames leave a switch
 * @param to where they enter the next
 * @param capacity what the cable carries in this direction
 * @param latency one-way, if it has been measured; never negative
 */
public record Link(
        ConnectPoint from, ConnectPoint to, BitRate capacity, Optional<Duration> latency) {

    /** Checks that the link joins two switches. */
    public Link {
        if (from.datapath().equals(to.datapath())) {
            throw new IllegalArgumentException(
                    "a link joins two switches, not " + from + " and " + to);
        }
        if (latency.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a latency is not negative: " + latency.get());
        }
    }
}
