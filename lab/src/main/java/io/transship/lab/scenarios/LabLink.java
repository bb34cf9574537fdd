package io.transship.lab.scenarios;

import io.transship.core.model.BitRate;

/**
 * A cable of the lab, with the same capacity in both directions.
 *
 * @param a the name of the switch at one end
 * @param b the name of the switch or host at the other
 * @param capacity at least 1 kbit/s
 */
public record LabLink(String a, String b, BitRate capacity) {

    /** Checks that the cable joins two things and carries something. */
    public LabLink {
        if (a.equals(b)) {
            throw new IllegalArgumentException("a link joins two nodes, not " + a + " and itself");
        }
        if (capacity.bps() < 1_000) {
            throw new IllegalArgumentException("the link " + a + "-" + b + " carries nothing");
        }
    }
}
