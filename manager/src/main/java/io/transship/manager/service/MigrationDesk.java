package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.decision.MigrationExecutor;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationCoordinator;
import io.transship.manager.migration.MigrationProgress;
import io.transship.manager.migration.MigrationRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has migrations carried out, tells how they go on, and keeps their reports. Thread-safe.
 *
 * <p>Event {@value #PROGRESS}: {@code id, container, source, target, phase, detail, done, total,
 * elapsedMs}.
 */
public final class MigrationDesk implements MigrationExecutor {

    static final String PROGRESS = "migration-progress";
    private static final int KEPT = 1000;

    private final MigrationCoordinator coordinator;
    private final EventSink events;
    private final Clock clock;
    private final Map<MigrationRequest, CompletableFuture<String>> awaited =
            new ConcurrentHashMap<>();
    private final SequencedMap<String, MigrationReport> reports = new LinkedHashMap<>();

    /** A desk without migrations. */
    public MigrationDesk(MigrationCoordinator coordinator, EventSink events, Clock clock) {
        this.coordinator = coordinator;
        this.events = events;
        this.clock = clock;
    }

    /** The id that the migration will have as soon as it begins, or the failure that forbids it. */
    CompletableFuture<String> expect(MigrationRequest request) {
        return awaited.computeIfAbsent(request, none -> new CompletableFuture<>());
    }

    /** Nobody waits for that any more. */
    void forget(MigrationRequest request) {
        awaited.remove(request);
    }

    @Override
    public Map<String, Object> execute(MigrationRequest request) {
        try {
            return measured(settled(coordinator.migrate(request, this::tell)));
        } catch (RuntimeException e) {
            Optional.ofNullable(awaited.remove(request))
                    .ifPresent(future -> future.completeExceptionally(e));
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
        for (Migration migration : coordinator.recover(this::tell)) {
            keep(MigrationReports.of(migration, clock.instant()));
            clear &= migration.phase().isFinal();
        }
        return clear;
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
        keep(MigrationReports.of(migration, clock.instant()));
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

    private static Map<String, Object> measured(Migration migration) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", migration.id());
        data.put("times", MigrationReports.times(migration.times()));
        data.put("bytes", MigrationReports.bytes(migration));
        data.put("frames", MigrationReports.frames(migration));
        return data;
    }

    private void tell(MigrationProgress progress) {
        MigrationRequest request = progress.request();
        keep(MigrationReports.of(progress, find(progress.id()), clock.instant()));
        Optional.ofNullable(awaited.remove(request))
                .ifPresent(future -> future.complete(progress.id()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", progress.id());
        data.put("container", request.container().name());
        data.put("source", request.source().name());
        data.put("target", request.target().name());
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
