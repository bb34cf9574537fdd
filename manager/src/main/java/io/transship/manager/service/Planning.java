package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.manager.api.report.PredictionReport;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.plan.MovePlan;
import io.transship.manager.plan.MovePlanner;
import io.transship.manager.store.PredictionStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans moves that begin, and keeps what was predicted for them. Thread-safe. */
public final class Planning {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    private final MovePlanner planner;
    private final PredictionStore store;

    /**
     * A move that begins.
     *
     * @param asked as it was ordered
     * @param request the same in one mode, never {@code auto}
     * @param plan empty if it could not be planned
     */
    record Begun(MigrationRequest asked, MigrationRequest request, Optional<MovePlan> plan) {}

    /** Plans with that planner. */
    public Planning(MovePlanner planner, PredictionStore store) {
        this.planner = planner;
        this.store = store;
    }

    /** The plan, for people. */
    MovePlan look(MigrationRequest request) {
        return planner.plan(request);
    }

    /**
     * Settles the mode. What can't be planned is moved all the same, {@code auto} as a copy: the
     * migration says by itself what is wrong.
     *
     * @throws TransshipException UNSUPPORTED: a side does not offer the mode
     */
    Begun begin(MigrationRequest asked) {
        try {
            MovePlan plan = planner.planToMove(asked);
            return new Begun(asked, in(plan.mode().orElseThrow(), asked), Optional.of(plan));
        } catch (TransshipException e) {
            if (e.code() == FailureCode.UNSUPPORTED) {
                throw e;
            }
            LOG.warn("The move of {} can't be planned: {}", asked.container(), e.line());
            MigrationMode mode =
                    asked.mode() == MigrationMode.AUTO ? MigrationMode.COPY : asked.mode();
            return new Begun(asked, in(mode, asked), Optional.empty());
        }
    }

    private static MigrationRequest in(MigrationMode mode, MigrationRequest asked) {
        return new MigrationRequest(asked.container(), asked.source(), asked.target(), mode);
    }

    /** Keeps the plan of a migration that has got its id. */
    Optional<PredictionReport> keep(String id, Begun begun) {
        Optional<PredictionReport> kept = begun.plan().map(PlanReports::kept);
        kept.ifPresent(report -> save(id, begun.plan().orElseThrow().engine(), report));
        return kept;
    }

    private void save(String id, String engine, PredictionReport report) {
        try {
            store.save(id, engine, PlanReports.document(report));
        } catch (RuntimeException e) {
            LOG.error("The prediction of migration {} could not be stored", id, e);
        }
    }
}
