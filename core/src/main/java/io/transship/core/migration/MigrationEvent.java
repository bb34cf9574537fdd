package io.transship.core.migration;

/** What happened. */
public enum MigrationEvent {
    /** Somebody ordered the migration. */
    ORDERED,
    /** Both daemons are ready. */
    PREPARED,
    /** Every switch confirmed the hold. */
    HELD,
    /** The container's processes are gone from the source. */
    DUMPED,
    /** The source has stopped for good and can't be reached any more. */
    SOURCE_STOPPED,
    /** The switches fence the container, and the target knows it. */
    FENCED,
    /** The target has the whole dump. */
    TRANSFERRED,
    /** The target's copy runs. */
    TARGET_RUNS,
    /** The target has written down that its copy is the container. */
    TARGET_ADOPTED,
    /** The frames were let go. */
    RELEASED,
    /** The target has completed it. */
    TARGET_COMMITTED,
    /** The target said that it never adopted its copy, which is dead or has no future. */
    TARGET_COPY_DEAD,
    /** The target, which serves, has all pages. */
    PAGES_ARRIVED,
    /** Pages can't come any more: the target, which served, has killed its copy. */
    PAGES_LOST,
    /** The source has removed its own. */
    SOURCE_COMMITTED,
    /** The target confirmed that its copy is dead. */
    TARGET_ABORTED,
    /** The target's lease is over: its copy is dead. */
    LEASE_ENDED,
    /** The source serves. */
    SOURCE_SERVES,
    /** The connection to the source broke while the dump was on its way or the target restored. */
    SOURCE_LOST,
    /** What was asked for failed, or its connection was cut. */
    FAILED,
    /** Nobody answered within the deadline: what was asked for may have happened or not. */
    NO_ANSWER
}
