package io.transship.core.migration;

/** Where a migration stands; what the manager's journal records. */
public enum MigrationPhase {
    /** Ordered, nothing touched. */
    PLANNED,
    /** Both daemons get ready while the source serves. */
    PREPARING,
    /** The switches are told to hold the container's frames. */
    HOLDING,
    /** The source freezes and dumps. */
    DUMPING,
    /** The dump is on its way. */
    TRANSFERRING,
    /** The target restores; its copy can neither be reached nor be heard. */
    RESTORING,
    /**
     * The target is asked to adopt its copy; once it has, the target is the container. Nothing is
     * released before it answered.
     */
    SWITCHING,
    /** The target serves and fetches what it lacks of its memory from the source (post-copy). */
    FETCHING,
    /** The target serves, the source has removed its own. */
    COMMITTED,
    /** The target's copy is being killed, then the source serves again. */
    ROLLING_BACK,
    /** The source serves as before. */
    ROLLED_BACK,
    /** Pages were lost while the target served: its copy is dead, the source's half is removed. */
    LOSING,
    /** The container is gone from both hosts; only post-copy past its commit can end so. */
    LOST;

    /** Whether nothing more happens. */
    public boolean isFinal() {
        return this == COMMITTED || this == ROLLED_BACK || this == LOST;
    }

    /** Whether a failure is now overcome by going on, not by going back. */
    public boolean isPastCommitPoint() {
        return switch (this) {
            case SWITCHING, FETCHING, COMMITTED, LOSING, LOST -> true;
            default -> false;
        };
    }
}
