package io.transship.daemon.session;

import java.util.Locale;

/** Where a session stands on this host; each is journalled before what it names is done. */
public enum SessionPhase {
    /** Getting ready. */
    OPEN,
    /** Ready: only the dump is missing. */
    PREPARED,
    /** Target: has everything, and needs the source no more. */
    RECEIVED,
    /** Source: frozen, dumping, sending. Target: restoring. */
    MOVING,
    /** Target: the copy runs. Source: knows so. */
    COPY_RUNS,
    /** Target of a post-copy: committed, and memory is still on its way. */
    FETCHING,
    /** The manager said so; the rest is cleaning up. */
    COMMITTED,
    /** The manager said so, or the lease ended. */
    ABORTED,
    /** Target of a post-copy: memory was lost after the commit; the copy is dead. */
    LOST;

    /** Whether commit or abort is settled. */
    public boolean isDecided() {
        return this == FETCHING || isOver();
    }

    /** Whether nothing is to be done any more, but cleaning up. */
    public boolean isOver() {
        return this == COMMITTED || this == ABORTED || this == LOST;
    }

    /** For people and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
