package io.transship.manager.service;

import io.transship.core.migration.MigrationMode;
import io.transship.core.policy.Policy;
import io.transship.manager.aftermath.DecisionFollower;
import io.transship.manager.api.ApiServer;
import io.transship.manager.api.Checks;
import io.transship.manager.api.Insight;
import io.transship.manager.api.Inventory;
import io.transship.manager.api.Orders;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionNotes;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionStore;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.SqlDecisionNotes;
import io.transship.manager.store.SqlDecisionStore;
import java.time.Duration;
import java.util.function.Function;

/** What happens around decisions: who follows them up, takes them again, and empties hosts. */
public final class DecisionSide {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int RECALLED = 2000;

    private final DecisionFollower follower;
    private final LiveCounsel counsel;
    private final LiveDrains drains;
    private final StoredHistory history;
    private final DecisionFollower.Timing timing;

    /**
     * The parts that decisions go through.
     *
     * @param loop decides
     * @param runner moves
     * @param desk knows the migrations
     * @param fleet the hosts
     * @param guards what stands in the way of moves
     * @param board the measured loads
     */
    public record Parts(
            DecisionLoop loop,
            MigrationRunner runner,
            MigrationDesk desk,
            Fleet fleet,
            Guards guards,
            LoadBoard board) {}

    /** Events for somebody who comes later. Thread-safe. */
    public static final class LateListener implements EventSink {

        private volatile EventSink listener = event -> {};

        @Override
        public void emit(Event event) {
            listener.emit(event);
        }
    }

    /**
     * All of it, listening at once.
     *
     * @param policies by their names
     * @param late where events come from
     */
    public DecisionSide(
            ManagerConfig config,
            Parts parts,
            Function<String, Policy> policies,
            Database database,
            long seed,
            EventSink events,
            LateListener late,
            DecisionFollower.Timing timing) {
        DecisionStore decisions = new SqlDecisionStore(database);
        DecisionNotes notes = new SqlDecisionNotes(database);
        this.timing = timing;
        follower =
                new DecisionFollower(
                        decisions,
                        notes,
                        parts.board(),
                        config.bandwidthDefaultFrequency(),
                        timing);
        late.listener = follower;
        history = new StoredHistory(decisions, notes, new MigrationHistory(database), parts.desk());
        MigrationMode mode = config.migration().mode();
        counsel =
                new LiveCounsel(
                        new LiveCounsel.Parts(
                                decisions,
                                notes,
                                policies,
                                parts.loop(),
                                parts.runner(),
                                parts.desk()),
                        parts.fleet(),
                        seed,
                        record -> request(record, mode),
                        timing.clock());
        drains =
                new LiveDrains(
                        config,
                        parts.fleet(),
                        parts.loop(),
                        parts.guards().maintenance(),
                        events,
                        timing.clock());
    }

    private static MigrationRequest request(DecisionRecord record, MigrationMode mode) {
        return new MigrationRequest(
                record.container().orElseThrow(),
                record.source().orElseThrow(),
                record.target().orElseThrow(),
                mode);
    }

    /** The doors of the API: these, and the others. */
    public ApiServer.Doors doors(
            Inventory inventory, Orders orders, Checks checks, Insight insight) {
        return new ApiServer.Doors(inventory, history, orders, checks, insight, counsel, drains);
    }

    /** After recovery: settles what earlier managers decided, and goes on emptying hosts. */
    public void start(Database database) {
        follower.settle(new MigrationHistory(database).latest(RECALLED));
        timing.scheduler().every(LOOK_AGAIN, () -> timing.workers().execute(drains::advance));
    }
}
