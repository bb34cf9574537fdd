package io.transship.daemon.checkpoint;

import io.transship.core.model.ContainerId;

/**
 * The source's half of a migration. Each call may be repeated, also by a daemon that was started
 * anew in between: what it needs to know lies on the host, under the migration's id. Failures are
 * {@code TransshipException}s. Thread-safe for different containers.
 */
public interface SourceCheckpoint {

    /**
     * Checks that the container runs and can be dumped here (CRIU, kernel, engine), and switches
     * its restart policy off for the time of the move. The dump may be started as far as it can be
     * without touching the container.
     */
    Handover prepare(MigrationId migration, ContainerId container, DumpOrder order);

    /** Stops the container's processes where they are; a matter of a millisecond. */
    void freeze(MigrationId migration, ContainerId container);

    /**
     * Writes the frozen container's memory and connections to files and unplugs its network; the
     * order says what becomes of its memory. The container stays there, frozen. The switches must
     * hold its frames from before {@link #freeze} on. LEAVE_RUNNING is the exception: nothing is
     * held or unplugged, and {@link #thaw} lets the container serve on.
     *
     * <p>On failure (CHECKPOINT_FAILED, DEADLINE_EXCEEDED) the container is still there, and {@link
     * #resume} lets it go on.
     *
     * @param begun run once, as soon as the dump is at work: whatever has to be done meanwhile, and
     *     would only keep the dump from its beginning
     */
    Dump dump(MigrationId migration, ContainerId container, DumpOrder order, Runnable begun);

    /** Lets a container that was dumped in mode LEAVE_RUNNING serve on. */
    void thaw(MigrationId migration, ContainerId container);

    /** Stops a container that was left running for good: frozen, and unplugged. */
    void stop(MigrationId migration, ContainerId container);

    /**
     * The way back, from wherever the migration stands: thaws what is frozen, restores from the
     * files what has ended since, plugs the network in and gives the restart policy back.
     * Afterwards the container serves here, once the switches let its frames through; one that was
     * removed meanwhile stays removed.
     */
    void resume(MigrationId migration, ContainerId container);

    /** After the commit: removes the container, its network and the migration's files. */
    void finish(MigrationId migration, ContainerId container);
}
