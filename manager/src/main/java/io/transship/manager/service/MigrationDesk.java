package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.api.report.PredictionReport;
import io.transship.manager.decision.MigrationExecutor;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationCoordinator;
import io.transship.manager.migration.MigrationProgress;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.plan.MovePlan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has migrations carried out, tells how they go on, and keeps their reports. Thread-safe.
 *
 * <p>Event {@value #PROGRESS}: {@code id, container, source, target, mode, phase, detail, done,
 * total, elapsedMs}.
 */
public final class MigrationDesk implements MigrationExecutor {

    static final String PROGRESS = "migration-progress";
    private static final Logger LOG = LoggerFactory.getLogger(MigrationDesk.class);
    private static final int KEPT = 1000;

    private final MigrationCoordinator coordinator;
    private final Planning planning;
    private final EventSink events;
    private final Clock clock;
    private final AwaitedMoves awaited = new AwaitedMoves();
    private final SequencedMap<String, MigrationReport> reports = new LinkedHashMap<>();

    /** A desk without migrations. */
    public MigrationDesk(
            MigrationCoordinator coordinator, Planning planning, EventSink events, Clock clock) {
        this.coordinator = coordinator;
        this.planning = planning;
        this.events = events;
        this.clock = clock;
    }

    /** Who waits for a migration to begin. */
    AwaitedMoves awaited() {
        return awaited;
    }

    @Override
    public Map<String, Object> execute(MigrationRequest request) {
        try {
            Planning.Begun begun = planning.begin(request);
            return measured(
                    settled(
                            coordinator.migrate(
                                    begun.request(), progress -> tell(progress, begun))));
        } catch (RuntimeException e) {
            awaited.failed(request, e);
            throw e;
        }
    }

    /**
     * Ends what an earlier manager, or a host that was silent, left unfinished.
     *
     * @return whether nothing unfinished is left
     */
    public boolean recover() {
        boolean clear = true;
        for (Migration migration : coordinator.recover(this::tellAgain)) {
            keep(MigrationReports.of(migration, predicted(migration.id()), clock.instant()));
            clear &= migration.phase().isFinal();
        }
        return clear;
    }

    /** The same; what can't be ended now is logged, and left for the next time. */
    public boolean recovered() {
        try {
            return recover();
        } catch (TransshipException e) {
            LOG.warn("What is unfinished can't be ended yet: {}", e.line());
            return false;
        }
    }

    /**
     * Gives a migration up.
     *
     * @throws TransshipException MIGRATION_UNKNOWN, ABORT_REFUSED
     */
    void abort(String id) {
        find(id).filter(MigrationReport::over).ifPresent(MigrationDesk::refuse);
        coordinator.abort(id);
    }

    private static void refuse(MigrationReport report) {
        throw new TransshipException(
                FailureCode.ABORT_REFUSED,
                "migration " + report.id() + " is over: " + report.phase() + ".");
    }

    /** What a move would cost; nothing is touched. */
    MovePlan look(MigrationRequest request) {
        return planning.look(request);
    }

    /** The last reports, newest first. */
    synchronized List<MigrationReport> latest(int limit) {
        return List.copyOf(reports.values()).reversed().stream().limit(limit).toList();
    }

    synchronized Optional<MigrationReport> find(String id) {
        return Optional.ofNullable(reports.get(id));
    }

    /** Whether some migration has been given up before it was settled. */
    public synchronized boolean hasUnsettled() {
        return underWay() > 0;
    }

    synchronized long underWay() {
        return reports.values().stream().filter(report -> !report.over()).count();
    }

    private Migration settled(Migration migration) {
        keep(MigrationReports.of(migration, predicted(migration.id()), clock.instant()));
        if (!migration.succeeded()) {
            throw migration
                    .failure()
                    .orElseGet(
                            () ->
                                    new TransshipException(
                                            FailureCode.INTERNAL,
                                            "the migration ended as " + migration.phase() + "."));
        }
        return migration;
    }

    private Map<String, Object> measured(Migration migration) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", migration.id());
        data.put("mode", migration.request().mode().word());
        predicted(migration.id())
                .ifPresent(each -> data.put("predicted", PlanReports.document(each)));
        data.put("times", MigrationReports.times(migration.times()));
        data.put("bytes", MigrationReports.bytes(migration));
        data.put("frames", MigrationReports.frames(migration));
        return data;
    }

    private void tell(MigrationProgress progress, Planning.Begun begun) {
        Optional<MigrationReport> before = find(progress.id());
        Optional<PredictionReport> predicted =
                before.isPresent()
                        ? before.map(MigrationReport::predicted)
                        : planning.keep(progress.id(), begun);
        tell(progress, before, predicted);
        awaited.begun(begun.asked(), progress.id());
    }

    /** Of a migration that an earlier manager, or this one, has left open. */
    private void tellAgain(MigrationProgress progress) {
        tell(progress, find(progress.id()), predicted(progress.id()));
    }

    private Optional<PredictionReport> predicted(String id) {
        return find(id).map(MigrationReport::predicted);
    }

    private void tell(
            MigrationProgress progress,
            Optional<MigrationReport> before,
            Optional<PredictionReport> predicted) {
        MigrationRequest request = progress.request();
        keep(MigrationReports.of(progress, before, predicted, clock.instant()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", progress.id());
        data.put("container", request.container().name());
        data.put("source", request.source().name());
        data.put("target", request.target().name());
        data.put("mode", request.mode().word());
        data.put("phase", MigrationReports.word(progress.phase()));
        data.put("detail", progress.detail());
        data.put("done", progress.done().bytes());
        data.put("total", progress.total().bytes());
        data.put("elapsedMs", progress.elapsed().toNanos() / 1e6);
        events.emit(new Event(clock.instant(), PROGRESS, data));
    }

    private synchronized void keep(MigrationReport report) {
        reports.put(report.id(), report);
        if (reports.size() > KEPT) {
            reports.pollFirstEntry();
        }
    }
}
