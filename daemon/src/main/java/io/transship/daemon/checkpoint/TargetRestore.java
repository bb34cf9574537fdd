package io.transship.daemon.checkpoint;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The target's half of a migration. Each call may be repeated, also by a daemon that was started
 * anew in between. Failures are {@code TransshipException}s. Thread-safe for different migrations.
 *
 * <p>Order: image there, {@link #prepare}, the writable layer replaced, {@link #arm}; the switches
 * hold; files written into the folder, the layer replaced once more if it changed, {@link #plug},
 * {@link #restore}; {@link #commit}. {@link #abort} may come at any time.
 */
public interface TargetRestore {

    /**
     * Checks that the container can be restored here, and creates it with its network, unplugged.
     *
     * @return the folder on memory that takes the dump's files, flat
     */
    Path prepare(MigrationId migration, Handover handover);

    /** Starts the container up to the point where only the dump's files are missing. */
    void arm(MigrationId migration);

    /**
     * Plugs the container in; may be repeated. The switches must hold its frames. Before {@link
     * #restore}, since a restored socket sends at once and repeats only after a second; in mode
     * LEAVE_RUNNING afterwards, when the source has stopped, and where no switch can hold when the
     * copy was adopted.
     */
    void plug(MigrationId migration);

    /**
     * The writable layer is about to be replaced once more: what looks at it already lets go. The
     * container still waits.
     */
    void stepBack(MigrationId migration);

    /**
     * Restores from the files. On failure (RESTORE_FAILED, DEADLINE_EXCEEDED) nothing of the copy
     * runs any more.
     */
    void restore(MigrationId migration, Duration deadline);

    /**
     * The copy is going to be kept. Waits for nothing, and starts nothing: what the engine does
     * after a start is work that clients would wait for, and comes with {@link #commit}.
     *
     * <p>RESTORE_FAILED if the engine will not keep it, because it was killed before it knew of it.
     */
    default void keep(MigrationId migration) {}

    /** The copy is the container now: its restart policy is set, its address announced. */
    void commit(MigrationId migration);

    /**
     * Kills the copy and removes it with its network and files. When the call returns, nothing of
     * it runs; nothing happens if there is none, or if it was committed.
     *
     * @return whether a committed container of that migration serves here
     */
    boolean abort(MigrationId migration);
}
