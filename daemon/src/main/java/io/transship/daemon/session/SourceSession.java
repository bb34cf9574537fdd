package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import io.transship.daemon.wire.Failures;
import io.transship.proto.v1.MigrationEvent;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.Step;
import io.transship.settings.QuietCompilers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source's side of one migration. Calls may be repeated: the second time they answer as the
 * first. Thread-safe.
 */
public final class SourceSession {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    private final SessionParts parts;
    private final MigrationId id;
    private final SessionState state;

    /** Held by whoever works with the engine for this session. */
    private final ReentrantLock work = new ReentrantLock();

    /** None once the session is decided: its buffers are megabytes, and sessions are remembered. */
    private volatile @Nullable Shipment shipment;

    private @Nullable TransshipException failure;
    private long stateBytes;

    /**
     * A session that stands where {@code record} says.
     *
     * @param committable from which phase on it may be committed: MOVING, or OPEN for one that was
     *     found in the journal, which may be behind
     */
    SourceSession(
            SessionParts parts,
            SessionJournal journal,
            SessionRecord record,
            SessionPhase committable) {
        this.parts = parts;
        this.id = record.id();
        this.state = new SessionState(journal, record, committable, to -> parts.decided(id, to));
    }

    /** What the journal has of it. */
    public SessionRecord record() {
        return state.record();
    }

    /** Gets both sides ready while the container serves. */
    public void prepare(PrepareRequest request, EventSink events) {
        working(
                events,
                () -> {
                    if (state.phase() == SessionPhase.OPEN) {
                        MigrationMode mode =
                                parts.engine()
                                        .modes()
                                        .require(request.getMode(), parts.host().name());
                        Shipment ahead = new Shipment(parts, id, mode, request);
                        shipment = ahead;
                        abandonLater();
                        state.requireUndecided();
                        events.step(Step.PREPARING);
                        ahead.sendAhead(
                                source().prepare(id, record().container(), ahead.order()), events);
                        ahead.sendRounds(events);
                        state.enter(SessionPhase.PREPARED);
                        QuietCompilers.forAWhile();
                    }
                    events.send(counted(events.event(Step.PREPARED)));
                });
    }

    /** Freezes, dumps, sends, and waits until the copy runs. */
    public void migrate(EventSink events) {
        working(
                events,
                () -> {
                    if (state.phase() == SessionPhase.PREPARED) {
                        move(events);
                    }
                    if (state.phase() != SessionPhase.COPY_RUNS) {
                        throw new TransshipException(
                                FailureCode.PROTOCOL_VIOLATION,
                                "migration " + id + " was not prepared here.");
                    }
                    events.send(counted(events.event(Step.SUCCESS).setStateBytes(stateBytes)));
                });
    }

    private void move(EventSink events) throws InterruptedException {
        Shipment ready = shipment;
        if (ready == null) {
            throw new TransshipException(
                    FailureCode.PEER_UNREACHABLE,
                    "the daemon was started anew after migration " + id + " was prepared.");
        }
        QuietCompilers.forAWhile();
        Laps laps = new Laps();
        state.enter(SessionPhase.MOVING);
        laps.lap("journal");
        DumpOrder order = ready.order();
        ready.expectPages();
        Dump dump = dump(ready, order, events, laps);
        stateBytes = dump.size().bytes() + ready.pagesPastFiles();
        events.send(events.event(Step.DUMPED).setStateBytes(stateBytes));
        ready.sendDump(
                dump,
                events,
                laps,
                () -> {
                    if (order.mode() == MigrationMode.LEAVE_RUNNING) {
                        source().thaw(id, record().container());
                    }
                });
        state.enter(SessionPhase.COPY_RUNS);
        LOG.info("Migration {} from here: {}", id, laps);
    }

    /**
     * A dump that fails leaves the container frozen; nothing was sent yet, so it goes on at once.
     * Where CRIU lacked the target, that is what people are told.
     */
    private Dump dump(Shipment ready, DumpOrder order, EventSink events, Laps laps) {
        try {
            source().freeze(id, record().container());
            laps.lap("freeze");
            Runnable beside =
                    () -> {
                        laps.lap("begin");
                        events.step(Step.FROZEN);
                        ready.frozen();
                        laps.lap("settle");
                    };
            Dump dump = source().dump(id, record().container(), order, beside);
            laps.lap("dump");
            return dump;
        } catch (TransshipException e) {
            source().resume(id, record().container());
            throw ready.cutOff().orElse(e);
        }
    }

    /** The container was left running: stops it for good, where the target's copy runs already. */
    public void stop() {
        work.lock();
        try {
            state.requireUndecided();
            if (state.phase() != SessionPhase.COPY_RUNS) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "migration " + id + " has no copy that runs elsewhere.");
            }
            source().stop(id, record().container());
        } finally {
            work.unlock();
        }
    }

    /** The target is the container now: removes ours. */
    public void commit() {
        if (!state.decide(SessionPhase.COMMITTED)) {
            throw new TransshipException(
                    FailureCode.MIGRATION_UNKNOWN,
                    "migration "
                            + id
                            + " has no copy elsewhere; it is "
                            + state.phase().word()
                            + ".");
        }
        disconnect();
        work.lock();
        try {
            state.write();
            shipment = null;
            source().finish(id, record().container());
        } finally {
            work.unlock();
        }
    }

    /**
     * The container serves here again; the target's copy is dead.
     *
     * @return whether it serves here
     */
    public boolean abort(String reason) {
        if (!state.abort(reason)) {
            return false;
        }
        disconnect();
        work.lock();
        try {
            source().resume(id, record().container());
            state.write();
            shipment = null;
        } finally {
            work.unlock();
        }
        return true;
    }

    /** A piece of work that may block. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private void working(EventSink events, Work piece) {
        work.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            state.requireUndecided();
            piece.run();
        } catch (Exception e) {
            failure = Failures.of(e);
            LOG.info("Migration {} failed here: {}", id, failure.line());
            disconnect();
            events.failed(failure);
        } finally {
            work.unlock();
        }
    }

    /** A manager that prepares and never comes back must not leave the container half in a move. */
    private void abandonLater() {
        Duration patience = parts.settings().ahead().plus(parts.settings().maxLease());
        var _ =
                parts.scheduler()
                        .schedule(
                                () -> parts.threads().execute(this::abandon),
                                patience.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void abandon() {
        work.lock();
        try {
            if (state.phase() == SessionPhase.OPEN || state.phase() == SessionPhase.PREPARED) {
                abort("the manager never came back");
            }
        } catch (RuntimeException e) {
            LOG.error("Migration {} could not be abandoned", id, e);
        } finally {
            work.unlock();
        }
    }

    private MigrationEvent.Builder counted(MigrationEvent.Builder event) {
        Shipment sent = shipment;
        return sent == null ? event : sent.counted(event);
    }

    /** From now on the migration sends at most that, in bits a second; 0: no bound. */
    public void limit(long bitsPerSecond) {
        Shipment sent = shipment;
        if (sent != null) {
            sent.limit(bitsPerSecond);
        }
    }

    /** What has been sent so far, as it went onto the wire. */
    public long movedBytes() {
        Shipment sent = shipment;
        return sent == null ? 0 : sent.wireBytes();
    }

    /** Cuts the connections to the target. */
    void disconnect() {
        Shipment sent = shipment;
        if (sent != null) {
            sent.close();
        }
    }

    private SourceCheckpoint source() {
        return parts.engine().source();
    }
}
