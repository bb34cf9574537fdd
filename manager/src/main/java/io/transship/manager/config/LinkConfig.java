package io.transship.manager.config;

import io.transship.core.model.BitRate;
import java.util.List;

/**
 * What a cable carries.
 *
 * @param between its two ends: names of switches, or a switch and a host
 * @param capacity in each direction
 */
public record LinkConfig(List<String> between, BitRate capacity) {

    /** Checks that there are two different ends and that something gets through. */
    public LinkConfig {
        if (between.size() != 2 || between.getFirst().equals(between.getLast())) {
            throw new IllegalArgumentException("a link is between two different names");
        }
        if (capacity.bps() == 0) {
            throw new IllegalArgumentException("a link's capacity is more than nothing");
        }
    }
}
