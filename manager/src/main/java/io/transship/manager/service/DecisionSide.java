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

    private final DecisionFollower follower;
    private final LiveCounsel counsel;
    private final LiveDrains drains;
    private final StoredHistory history;
    private final MigrationHistory migrations;
    private final DecisionFollower.Timing timing;
    private final DecisionNotes notes;
    private final Fleet fleet;

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

    /**
     * What is there before them.
     *
     * @param config that the manager started with
     * @param policies by their names
     * @param database the journal
     * @param seed of what a tried policy leaves to chance
     * @param events tells what happens
     * @param timing of the program
     */
    public record Surroundings(
            ManagerConfig config,
            Function<String, Policy> policies,
            Database database,
            long seed,
            EventSink events,
            DecisionFollower.Timing timing) {}

    /** All of it; nothing is followed up before {@link #listener} hears of it. */
    public DecisionSide(Surroundings around, Parts parts) {
        DecisionStore decisions = new SqlDecisionStore(around.database());
        notes = new SqlDecisionNotes(around.database());
        fleet = parts.fleet();
        timing = around.timing();
        migrations = new MigrationHistory(around.database());
        follower = new DecisionFollower(decisions, notes, parts.board(), timing);
        history = new StoredHistory(decisions, notes, migrations, parts.desk());
        MigrationMode mode = around.config().migration().mode();
        counsel =
                new LiveCounsel(
                        new LiveCounsel.Parts(
                                decisions,
                                notes,
                                around.policies(),
                                parts.loop(),
                                parts.runner(),
                                parts.desk().awaited()),
                        parts.fleet(),
                        around.seed(),
                        record -> request(record, mode),
                        timing.clock());
        drains =
                new LiveDrains(
                        around.config(),
                        parts.fleet(),
                        parts.loop(),
                        parts.guards().maintenance(),
                        around.events(),
                        timing.clock());
    }

    /** Has to hear of all events. */
    public EventSink listener() {
        return follower;
    }

    private static MigrationRequest request(DecisionRecord record, MigrationMode mode) {
        return new MigrationRequest(
                record.container().orElseThrow(),
                record.source().orElseThrow(),
                record.target().orElseThrow(),
                mode);
    }

    /** How many proposals wait for an answer that could still be carried out. */
    public int proposals() {
        return (int)
                notes.unanswered().stream()
                        .filter(each -> fleet.has(each.container(), each.source()))
                        .count();
    }

    /** The doors of the API: these, and the others. */
    public ApiServer.Doors doors(
            Inventory inventory, Orders orders, Checks checks, Insight insight) {
        return new ApiServer.Doors(inventory, history, orders, checks, insight, counsel, drains);
    }

    /** After recovery: settles what earlier managers decided, and goes on emptying hosts. */
    public void start() {
        follower.settle(migrations);
        timing.scheduler().every(LOOK_AGAIN, () -> timing.workers().execute(drains::advance));
    }
}
