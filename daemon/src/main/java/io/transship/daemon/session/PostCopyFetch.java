package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.session.pages.TargetPages;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a post-copy's target ends: with all of its memory, or without. Thread-safe. */
final class PostCopyFetch implements TargetPages.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(PostCopyFetch.class);

    private final SessionParts parts;
    private final SessionState state;
    private final Lock work;
    private final Ends ends;
    private volatile String reason = "its daemon ended meanwhile";

    /**
     * What the session does then.
     *
     * @param complete makes the copy the container, as any other mode's commit
     * @param cleanUp closes connections and removes files
     * @param abort ends a session that is not committed
     */
    record Ends(Runnable complete, Runnable cleanUp, Consumer<TransshipException> abort) {}

    /** {@code work} is held by whoever works with the engine for the session. */
    PostCopyFetch(SessionParts parts, SessionState state, Lock work, Ends ends) {
        this.parts = parts;
        this.state = state;
        this.work = work;
        this.ends = ends;
    }

    /** The last page is here, before the commit or after it. */
    @Override
    public void arrived() {
        work.lock();
        try {
            if (state.phase() == SessionPhase.FETCHING && state.decide(SessionPhase.COMMITTED)) {
                state.write();
                ends.complete().run();
            }
        } finally {
            work.unlock();
        }
    }

    /**
     * The rest of the memory can't come. Before the commit that is a failure like any other; after
     * it the copy, which serves, is the only one and has to die before it reads what it has not.
     */
    @Override
    public void lost(TransshipException why) {
        if (state.phase().isOver()) {
            return;
        }
        if (!state.decide(SessionPhase.LOST)) {
            ends.abort().accept(why);
            return;
        }
        reason = String.valueOf(why.getMessage());
        SessionRecord record = state.record();
        LOG.error("Migration {} is lost: {}", record.id(), reason);
        // At once, and again when whoever works with the engine is out.
        parts.engine().pages().lose(record.id());
        work.lock();
        try {
            parts.engine().pages().lose(record.id());
            state.write();
            ends.cleanUp().run();
        } finally {
            work.unlock();
        }
    }

    void requireNotLost() {
        if (state.phase() == SessionPhase.LOST) {
            throw failure();
        }
    }

    TransshipException failure() {
        return new TransshipException(
                FailureCode.POSTCOPY_LOST,
                "the copy of %s on %s was killed, because the rest of its memory can't come: %s"
                        .formatted(state.record().container(), parts.host(), reason));
    }
}
