package io.transship.manager.migration;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/**
 * Commit and an abort by order exclude each other: whichever comes first. Thread-safe.
 *
 * <p>The migration's thread asks before it journals the commit point; an order comes from any other
 * thread and wakes it, whatever it waits for.
 */
final class CommitGate {

    private enum State {
        OPEN,
        ABORTED,
        COMMITTING,
        GOING_BACK
    }

    private final String migration;
    private final Runnable wake;
    private State state = State.OPEN;

    /**
     * A gate that lets either through.
     *
     * @param wake ends what the migration's thread waits for; called on the thread of the order
     */
    CommitGate(String migration, Runnable wake) {
        this.migration = migration;
        this.wake = wake;
    }

    /**
     * Gives the migration up; nothing happens if it is on its way back already.
     *
     * @throws TransshipException ABORT_REFUSED past the commit point
     */
    void abort() {
        synchronized (this) {
            if (state == State.COMMITTING) {
                throw new TransshipException(
                        FailureCode.ABORT_REFUSED,
                        "migration "
                                + migration
                                + " is past its commit point: the copy at the target is the"
                                + " container now.");
            }
            if (state != State.OPEN) {
                return;
            }
            state = State.ABORTED;
        }
        wake.run();
    }

    /** Whether an order came before the commit. */
    synchronized boolean isAborted() {
        return state == State.ABORTED;
    }

    /**
     * Asks for the commit; afterwards every order is refused.
     *
     * @return false if an order came first
     */
    synchronized boolean passCommit() {
        if (state == State.OPEN) {
            state = State.COMMITTING;
        }
        return state == State.COMMITTING;
    }

    /** The migration goes back for another reason: an order changes nothing any more. */
    synchronized void goBack() {
        if (state == State.OPEN) {
            state = State.GOING_BACK;
        }
    }
}
