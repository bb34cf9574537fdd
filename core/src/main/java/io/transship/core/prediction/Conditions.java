package io.transship.core.prediction;

import io.transship.core.model.BitRate;
import java.util.Optional;

/**
 * Under what a move takes place.
 *
 * @param rate what the migration will send, payload; empty if nothing is known of the path
 * @param costs the parts that do not depend on the path
 * @param sentShare bytes on the wire for one byte of state: below 1 if it is compressed
 */
public record Conditions(Optional<BitRate> rate, Costs costs, double sentShare) {

    /** Checks the share. */
    public Conditions {
        if (!(sentShare > 0)) {
            throw new IllegalArgumentException("something is always sent: " + sentShare);
        }
    }
}
