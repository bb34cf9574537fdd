package io.transship.core.detection;

import io.transship.core.view.NetworkView;

/**
 * A detector that wants to see each load that was measured, also those between two steps: what
 * matters to it is how long something lasts, and steps may be a minute apart.
 */
public interface LoadObserver {

    /** The detector that has seen these loads as well. */
    Detector observe(NetworkView view);
}
