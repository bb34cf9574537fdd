package io.transship.core.effect;

/**
 * How much less crowded it is where a container would go.
 *
 * @param left the busiest link that it leaves
 * @param joined the busiest link that it joins
 */
public record Gain(LinkChange left, LinkChange joined) {

    /** 1 − joined / left, each as a share of its capacity; negative: it is worse there. */
    public double share() {
        return 1 - joined.shareBefore() / left.shareBefore();
    }
}
