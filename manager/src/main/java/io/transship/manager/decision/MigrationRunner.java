package io.transship.manager.decision;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.limits.MoveLimits;
import io.transship.core.limits.Objection;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.MoveSource;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import io.transship.manager.limits.MoveGuard;
import io.transship.manager.migration.MigrationRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to every move, whoever orders it: keeps the limits, runs the migration on a worker,
 * and tells how it began and ended. Thread-safe.
 */
public final class MigrationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRunner.class);

    private final MoveGuard guard;
    private final MigrationExecutor executor;
    private final EventSink events;
    private final Executor workers;
    private final Clock clock;

    /** A runner of moves that the guard lets pass. */
    public MigrationRunner(
            MoveGuard guard,
            MigrationExecutor executor,
            EventSink events,
            Executor workers,
            Clock clock) {
        this.guard = guard;
        this.executor = executor;
        this.events = events;
        this.workers = workers;
        this.clock = clock;
    }

    /** Holds moves to other limits from now on; what has begun goes on. */
    public void useLimits(MoveLimits other) {
        guard.use(other);
    }

    /** The rules of all moves. */
    public MoveGuard guard() {
        return guard;
    }

    /** Why a person's order would be refused now; empty if it would not. */
    public Optional<Objection> objection(ContainerId container, HostId source, HostId target) {
        return guard.objection(new MoveSource(container, source), target, Wish.PERSON);
    }

    /** Whether a migration is under way. */
    public boolean isBusy() {
        return guard.isBusy();
    }

    /**
     * Begins a migration that a person has ordered, unless a limit forbids it.
     *
     * @param decision the decision's id, or who ordered it
     * @param whenEnded runs after it has ended, however
     * @return the limit's objection; empty if the migration has begun
     */
    public Optional<Objection> begin(
            MigrationRequest request, String decision, Runnable whenEnded) {
        Optional<Objection> objection = claim(request, Wish.PERSON);
        if (objection.isEmpty()) {
            launch(request, decision, whenEnded);
        }
        return objection;
    }

    /**
     * Begins a migration that the manager has proposed: every limit holds for it.
     *
     * @param first runs before anything moves; if it throws, nothing does
     */
    public Optional<Objection> approve(
            MigrationRequest request, String decision, Runnable first, Runnable whenEnded) {
        Optional<Objection> objection = claim(request, Wish.MANAGER);
        if (objection.isEmpty()) {
            try {
                first.run();
            } catch (RuntimeException e) {
                guard.ended(request.container(), false);
                throw e;
            }
            launch(request, decision, whenEnded);
        }
        return objection;
    }

    /** Counts a move as begun, unless a limit forbids it. */
    Optional<Objection> claim(MigrationRequest request, Wish wish) {
        return guard.claim(
                new MoveSource(request.container(), request.source()), request.target(), wish);
    }

    /** Runs a migration whose container was claimed. */
    void launch(MigrationRequest request, String decision, Runnable whenEnded) {
        try {
            workers.execute(() -> run(request, decision, whenEnded));
        } catch (RuntimeException e) {
            guard.ended(request.container(), false);
            throw e;
        }
    }

    private void run(MigrationRequest request, String decision, Runnable whenEnded) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("decision", decision);
        about.put("container", request.container().name());
        about.put("source", request.source().name());
        about.put("target", request.target().name());
        emit(EventTypes.MIGRATION_STARTED, about, Map.of());
        String outcome = EventTypes.MIGRATION_FAILED;
        Map<String, Object> more = Map.of();
        try {
            more = executor.execute(request);
            outcome = EventTypes.MIGRATION_SUCCEEDED;
        } catch (TransshipException e) {
            LOG.warn("{}", e.line());
            more = failure(e);
        } catch (RuntimeException e) {
            LOG.error("a migration ended with a defect", e);
            more = failure(new TransshipException(FailureCode.INTERNAL, String.valueOf(e), e));
        } finally {
            guard.ended(request.container(), outcome.equals(EventTypes.MIGRATION_SUCCEEDED));
            emit(outcome, about, more);
            whenEnded.run();
        }
    }

    private void emit(String type, Map<String, Object> about, Map<String, Object> more) {
        Map<String, Object> data = new LinkedHashMap<>(about);
        data.putAll(more);
        events.emit(new Event(clock.instant(), type, data));
    }

    private static Map<String, Object> failure(TransshipException e) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("code", e.code().name());
        data.put("message", String.valueOf(e.getMessage()));
        data.put("mend", e.mend());
        return data;
    }
}
