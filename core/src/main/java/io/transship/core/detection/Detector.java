package io.transship.core.detection;

import io.transship.core.view.NetworkView;
import java.time.Instant;

/**
 * Finds which container moves, and when. A value: a step gives the detection and the detector that
 * takes the next step.
 */
public interface Detector {

    /** The name in the configuration file. */
    String name();

    /** Looks at the samples so far. */
    Step step(NetworkView view, AggregateHistory history, Instant now);

    /** The detector without what it remembers; after a move, the samples tell of another world. */
    Detector reset();

    /**
     * The outcome of a step.
     *
     * @param detection what it says
     * @param next takes the next step
     */
    record Step(Detection detection, Detector next) {}
}
