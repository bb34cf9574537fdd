package io.transship.manager.redirect;

import io.transship.core.model.ConnectPoint;

/**
 * The frames of one container while it moves. Not to be used after {@link #releaseTo}. Thread-safe.
 */
public interface HeldTraffic {

    /**
     * Holds also what the container sends, so that a restored copy can't be heard before the
     * commit. To be called when the source no longer runs.
     */
    void fence();

    /** Lays the routes towards {@code target} beneath the hold, so that the release is quick. */
    void prepareRoutes(ConnectPoint target);

    /**
     * Lets everything go: routes to {@code target}, replay of the held frames in order straight at
     * its switch, then late frames, then the hold's flows are deleted with barriers.
     *
     * @param target where the container is attached now (or still: after a rollback); what a fenced
     *     container sent from anywhere else is dropped
     */
    HoldReport releaseTo(ConnectPoint target);
}
