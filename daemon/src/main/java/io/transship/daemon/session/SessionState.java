package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.settings.Breakpoint;
import java.util.concurrent.CompletableFuture;

/**
 * Where one session stands, in memory and in the journal. Commit and abort exclude each other:
 * whichever comes first. Thread-safe.
 */
final class SessionState {

    private final SessionJournal journal;

    /** From this phase on the session may be committed. */
    private final SessionPhase committable;

    private final Runnable decided;

    /** Complete when the copy runs, or nothing is open any more. */
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** Changed under this object's lock; read without it, so that nobody waits for a slow disk. */
    private volatile SessionRecord record;

    /**
     * A session that stands where {@code record} says.
     *
     * @param decided run when it is decided; must not block
     */
    SessionState(
            SessionJournal journal,
            SessionRecord record,
            SessionPhase committable,
            Runnable decided) {
        this.journal = journal;
        this.record = record;
        this.committable = committable;
        this.decided = decided;
        if (record.phase().isDecided() || record.phase() == SessionPhase.COPY_RUNS) {
            outcome.complete(null);
        }
    }

    SessionRecord record() {
        return record;
    }

    SessionPhase phase() {
        return record().phase();
    }

    /** The journal has the phase before this returns; refused once the session is decided. */
    void enter(SessionPhase next) {
        synchronized (this) {
            requireUndecided();
            journal.write(record.in(next));
            record = record.in(next);
        }
        reached(next);
        if (next == SessionPhase.COPY_RUNS) {
            outcome.complete(null);
        }
    }

    /** Waits until the copy runs, or the session is decided; at most for its life. */
    void awaitCopy() {
        outcome.join();
        requireFuture();
    }

    /**
     * Decides for COMMITTED, ABORTED, or FETCHING, which may become COMMITTED or LOST later. The
     * journal gets it later, by {@link #write}, when it is true.
     *
     * @return false if the other one came first, or it is too early to commit
     */
    synchronized boolean decide(SessionPhase wanted) {
        if (record.phase() == wanted) {
            return true;
        }
        if (!leadsTo(wanted)) {
            return false;
        }
        record = record.in(wanted);
        decided.run();
        outcome.complete(null);
        return true;
    }

    private boolean leadsTo(SessionPhase wanted) {
        SessionPhase now = record.phase();
        if (now == SessionPhase.FETCHING) {
            return wanted == SessionPhase.COMMITTED || wanted == SessionPhase.LOST;
        }
        return !now.isDecided()
                && switch (wanted) {
                    case COMMITTED, FETCHING -> now.compareTo(committable) >= 0;
                    case ABORTED -> true;
                    default -> false;
                };
    }

    /** Writes the phase as it is. */
    void write() {
        synchronized (this) {
            journal.write(record);
        }
        reached(phase());
    }

    private void reached(SessionPhase phase) {
        Breakpoint.reached(record().role().name(), phase.name());
    }

    void requireUndecided() {
        refuse(phase().isDecided());
    }

    /**
     * Not given up, and not lost. It may be decided: the manager adopts a copy as soon as it runs.
     */
    void requireFuture() {
        refuse(phase() == SessionPhase.ABORTED || phase() == SessionPhase.LOST);
    }

    private void refuse(boolean over) {
        SessionRecord now = record();
        if (over) {
            throw new TransshipException(
                    FailureCode.MIGRATION_UNKNOWN,
                    "migration " + now.id() + " is " + now.phase().word() + " here.");
        }
    }
}
