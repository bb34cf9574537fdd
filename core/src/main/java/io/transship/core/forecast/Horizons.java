package io.transship.core.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * How many steps ahead is forecast.
 *
 * @param steps each at least 1, ascending
 */
public record Horizons(List<Integer> steps) {

    /** The next step, a few, and a dozen. */
    public static final Horizons USUAL = new Horizons(List.of(1, 3, 12));

    /** Checks the order. */
    public Horizons {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.getFirst() < 1) {
            throw new IllegalArgumentException("a horizon is at least one step");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i) <= steps.get(i - 1)) {
                throw new IllegalArgumentException("horizons ascend");
            }
        }
    }

    /** How many there are. */
    public int count() {
        return steps.size();
    }

    /** The farthest. */
    public int farthest() {
        return steps.getLast();
    }

    /** The place of the first horizon that is at least so far, else of the farthest. */
    int indexOf(int ahead) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) >= ahead) {
                return i;
            }
        }
        return steps.size() - 1;
    }

    int[] toArray() {
        int[] copy = new int[steps.size()];
        Arrays.setAll(copy, steps::get);
        return copy;
    }
}
