package io.transship.lab.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of a case take. Used by one thread. */
final class PartClock {

    private final Map<String, Double> parts = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** That part is over, the next begins. */
    void lap(String part) {
        long now = System.nanoTime();
        parts.merge(part, (now - last) / 1e9, Double::sum);
        last = now;
    }

    /** The parts so far, in seconds. */
    Map<String, Double> parts() {
        return parts;
    }
}
