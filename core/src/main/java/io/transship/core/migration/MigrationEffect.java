package io.transship.core.migration;

/** What the manager has to do next; each is journalled before it is done, and may be repeated. */
public enum MigrationEffect {
    /** Nothing to do: the next event comes by itself, or the migration is over. */
    NONE,
    /** Order the source to get ready together with the target. */
    PREPARE,
    /** Hold the container's frames on all switches. */
    HOLD,
    /** Order the source to freeze, dump and send. */
    MIGRATE,
    /** Fence the container on all switches, lay the routes beneath, tell the target so. */
    FENCE,
    /** Have the source stop for good and unplug itself, since its copy runs already. */
    STOP_SOURCE,
    /**
     * The source is silent: ask the target itself whether it has the whole dump and its copy runs.
     */
    ASK_TARGET,
    /** Have the target write down that its copy is the container: no lease ends it any more. */
    ADOPT_TARGET,
    /** Let the held frames go to the target. */
    RELEASE_TO_TARGET,
    /** Have the target complete what it has adopted: restart policy, announcement. */
    COMMIT_TARGET,
    /** Wait until the target, which serves, has fetched the last page from the source. */
    AWAIT_PAGES,
    /** Have the source remove its own. */
    COMMIT_SOURCE,
    /** Have the target kill its copy and confirm it. */
    ABORT_TARGET,
    /** Wait until the target's lease must be over, since it does not answer. */
    AWAIT_LEASE_END,
    /** Have the source serve again. */
    ABORT_SOURCE,
    /** Let the frames go to the source. */
    RELEASE_TO_SOURCE
}
