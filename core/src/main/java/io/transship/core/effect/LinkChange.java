package io.transship.core.effect;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import java.util.Locale;

/**
 * What a move would do to one direction of a link.
 *
 * @param from a host's name or a switch's datapath id
 * @param to the same
 * @param port at which it is measured
 * @param transmitted whether it is what the port sends; else what it receives
 * @param capacity of the link
 * @param before its load, measured
 * @param after its load, predicted
 * @param side whether the container's traffic leaves it, joins it, or stays on it
 */
public record LinkChange(
        String from,
        String to,
        ConnectPoint port,
        boolean transmitted,
        BitRate capacity,
        BitRate before,
        BitRate after,
        Side side) {

    /** Where a link is, seen from the container's old and new place. */
    public enum Side {
        /** On the ways of the old place alone. */
        LEFT,
        /** On the ways of the new place alone. */
        JOINED,
        /** On both. */
        KEPT;

        /** As the API shows it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The load before as a share of the capacity. */
    public double shareBefore() {
        return share(before);
    }

    /** The load after as a share of the capacity. */
    public double shareAfter() {
        return share(after);
    }

    /** "s2–s1". */
    public String name() {
        return from + "–" + to;
    }

    private double share(BitRate load) {
        return capacity.bps() == 0 ? 0 : (double) load.bps() / capacity.bps();
    }
}
