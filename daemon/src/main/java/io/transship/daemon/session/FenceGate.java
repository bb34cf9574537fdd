package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's word that the switches fence the container, and the copy's network, which waits for
 * it. Where the source serves on, the copy is restored without that word and plugged in by it.
 * Where no switch can hold, the copy is plugged in when it is adopted, and not before. Thread-safe.
 */
final class FenceGate {

    private static final Logger LOG = LoggerFactory.getLogger(FenceGate.class);

    private final SessionParts parts;
    private final MigrationId id;
    private final Handover handover;
    private final boolean leavesSource;
    private final CountDownLatch fenced = new CountDownLatch(1);

    /** Whether the port is to be put in when the copy is adopted, and was not yet. */
    private boolean plugsAtAdoption;

    FenceGate(SessionParts parts, SessionRecord record, Handover handover) {
        this.parts = parts;
        this.id = record.id();
        this.handover = handover;
        this.leavesSource = handover.mode() == MigrationMode.LEAVE_RUNNING;
        this.plugsAtAdoption = record.plugsAtAdoption();
    }

    /**
     * The manager's word; may come again.
     *
     * @param phase where the session stands
     */
    void said(SessionPhase phase) {
        if (fenced.getCount() == 0) {
            return;
        }
        if (leavesSource) {
            plugLate(phase);
        } else {
            parts.threads().execute(this::plugEarly);
        }
        fenced.countDown();
    }

    /** The copy is the container, and the journal says so; may come again. */
    synchronized void adopted() {
        if (plugsAtAdoption) {
            parts.engine().target().plug(id);
            plugsAtAdoption = false;
        }
    }

    /** Unless that has to wait until the copy is adopted. */
    private synchronized void plugIn() {
        if (!plugsAtAdoption) {
            parts.engine().target().plug(id);
        }
    }

    /** Returns when the copy may be restored. */
    void await() throws InterruptedException {
        if (!leavesSource
                && !fenced.await(parts.settings().maxLease().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TransshipException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "the manager never said that " + handover.spec().name() + " is fenced.");
        }
    }

    /** The word does not come any more; nobody waits for it. */
    void giveUp() {
        fenced.countDown();
    }

    /** Before the restore, unless the source serves on. */
    void plug() {
        if (!leavesSource) {
            plugIn();
        }
    }

    /** While the dump is on its way; the restore does it again if it could not be done. */
    private void plugEarly() {
        try {
            plugIn();
        } catch (RuntimeException e) {
            LOG.warn("The copy of migration {} is not plugged in yet: {}", id, e.getMessage());
        }
    }

    /** The source has stopped by now, and the switches hold. */
    private void plugLate(SessionPhase phase) {
        if (phase != SessionPhase.COPY_RUNS) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "migration " + id + " has no running copy to plug in.");
        }
        plugIn();
    }
}
