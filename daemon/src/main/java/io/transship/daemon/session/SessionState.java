package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.settings.Breakpoint;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one session stands, in memory and in the journal. Commit and abort exclude each other:
 * whichever comes first. Thread-safe.
 */
final class SessionState {

    private static final Logger LOG = LoggerFactory.getLogger(SessionState.class);

    private final SessionJournal journal;

    /** From this phase on the session may be committed. */
    private final SessionPhase committable;

    private final Consumer<SessionPhase> decided;

    /** Complete when the copy runs, or nothing is open any more. */
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** Changed under this object's lock; read without it, so that nobody waits for a slow disk. */
    private volatile SessionRecord record;

    /** Why it was aborted; none if whoever ordered it knows. */
    private volatile @Nullable TransshipException failure;

    /**
     * A session that stands where {@code record} says.
     *
     * @param decided told what it is decided for, FETCHING and what follows from that too; must not
     *     block
     */
    SessionState(
            SessionJournal journal,
            SessionRecord record,
            SessionPhase committable,
            Consumer<SessionPhase> decided) {
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
        decided.accept(wanted);
        outcome.complete(null);
        return true;
    }

    /**
     * Decides for ABORTED, on somebody's order.
     *
     * @return false if it was decided otherwise before
     */
    boolean abort(String order) {
        return abort(order, null);
    }

    /** The same, for a reason of this host's own, which every later refusal tells. */
    boolean abort(TransshipException why) {
        return abort(why.line(), why);
    }

    private boolean abort(String reason, @Nullable TransshipException why) {
        synchronized (this) {
            if (phase().isDecided()) {
                return decide(SessionPhase.ABORTED);
            }
            failure = why;
            var _ = decide(SessionPhase.ABORTED);
        }
        LOG.info("Migration {} is aborted: {}", record().id(), reason);
        return true;
    }

    /** Why it was aborted; empty if it was not, or if whoever ordered it knows. */
    Optional<TransshipException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * What to tell of a piece of work that failed. What fails because the copy is being removed is
     * not what went wrong; of two failures of one kind the later one was closer to it.
     */
    TransshipException explained(TransshipException later) {
        return failure().filter(first -> first.code() != later.code()).orElse(later);
    }

    /** MIGRATION_UNKNOWN for who needs a copy; its cause is why this host gave it up. */
    TransshipException noCopy(HostId here) {
        TransshipException ended = failure;
        String why = ended == null ? "." : ": " + ended.getMessage();
        return new TransshipException(
                FailureCode.MIGRATION_UNKNOWN,
                "there is no live copy of migration " + record().id() + " on " + here + why,
                FailureCode.MIGRATION_UNKNOWN.mend(),
                ended);
    }

    /**
     * The last looks at a copy that is not adopted yet; one that is being removed fails them all.
     */
    void beforeAdoption(HostId here, Runnable looks) {
        if (phase().isDecided()) {
            return;
        }
        try {
            looks.run();
        } catch (TransshipException e) {
            throw phase() == SessionPhase.ABORTED ? noCopy(here) : e;
        }
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
        if (over) {
            throw failure().orElseGet(this::unknown);
        }
    }

    private TransshipException unknown() {
        SessionRecord now = record();
        return new TransshipException(
                FailureCode.MIGRATION_UNKNOWN,
                "migration " + now.id() + " is " + now.phase().word() + " here.");
    }
}
