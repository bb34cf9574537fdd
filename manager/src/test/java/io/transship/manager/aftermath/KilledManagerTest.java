package io.transship.manager.aftermath;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.detection.DetectionSettings;
import io.transship.core.detection.ThesisDetector;
import io.transship.core.limits.MoveLimits;
import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.random.RandomPolicy;
import io.transship.core.view.Placement;
import io.transship.manager.decision.ConfiguredHost;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.DecisionParts;
import io.transship.manager.decision.DecisionSettings;
import io.transship.manager.decision.FiveHosts;
import io.transship.manager.decision.HostDirectory;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.decision.Mode;
import io.transship.manager.decision.ViewAssembler;
import io.transship.manager.event.EventSink;
import io.transship.manager.limits.EarlierMoves;
import io.transship.manager.limits.MoveGuard;
import io.transship.manager.measurement.FakeController;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.MigrationTimes;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.SqlDecisionNotes;
import io.transship.manager.store.SqlDecisionStore;
import io.transship.manager.store.SqlMigrationJournal;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A manager that is killed at each step of a decision, and the next one over the same file: no
 * decision is lost or doubled, and each gets the end that its migration has.
 */
class KilledManagerTest {

    private static final List<ConfiguredHost> HOSTS = FiveHosts.configured();

    private static final ContainerId SERVER = new ContainerId("server-1");

    @TempDir private Path folder;
    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final Map<ContainerId, HostId> placement =
            new HashMap<>(Map.of(SERVER, new HostId("h2")));
    private Database database;

    /** The power goes. */
    private static final class Killed extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void open() {
        database =
                Database.open(
                        DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("manager.db")),
                        "classpath:schema/journal");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void killAndStartAgain() {
        database.close();
        time.pass(Duration.ofSeconds(5));
        open();
    }

    private record Directory(Map<ContainerId, HostId> map) implements HostDirectory {

        @Override
        public Set<HostId> reachable() {
            Set<HostId> all = new TreeSet<>();
            IntStream.rangeClosed(1, 5).forEach(n -> all.add(new HostId("h" + n)));
            return all;
        }

        @Override
        public Placement placement() {
            return Placement.of(map);
        }
    }

    private MoveGuard guard() {
        return new MoveGuard(
                MoveLimits.defaults(),
                MoveGuard.Sights.of(() -> Placement.of(placement)),
                EarlierMoves.of(new MigrationHistory(database).since(Instant.EPOCH)),
                time);
    }

    /** One check of a manager that is killed when it comes to {@code mover}, or to a worker. */
    private void decideOnce(Consumer<MigrationRequest> mover, Executor workers) {
        EventSink events = event -> {};
        LoadBoard board = new LoadBoard(MeasurementSettings.defaults());
        FakeController sdn = new FakeController(time);
        MigrationRunner runner =
                new MigrationRunner(
                        guard(),
                        request -> {
                            mover.accept(request);
                            return Map.of();
                        },
                        events,
                        workers,
                        time);
        DecisionParts parts =
                new DecisionParts(
                        new ViewAssembler(sdn, board, HOSTS, new Directory(placement)),
                        board,
                        (session, switches, duration) -> {},
                        new SqlDecisionStore(database),
                        events,
                        runner);
        try (DecisionLoop loop =
                new DecisionLoop(
                        new DecisionSettings(
                                Mode.AUTOMATIC,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(4),
                                42,
                                MigrationMode.COPY),
                        parts,
                        new RandomPolicy(),
                        new ThesisDetector(DetectionSettings.defaults()),
                        time,
                        Runnable::run,
                        time)) {
            loop.start();
            time.passNothing();
        }
    }

    private List<String> settled() {
        SqlDecisionStore decisions = new SqlDecisionStore(database);
        SqlDecisionNotes notes = new SqlDecisionNotes(database);
        DecisionFollower follower =
                new DecisionFollower(
                        decisions,
                        notes,
                        new LoadBoard(MeasurementSettings.defaults()),
                        new DecisionFollower.Timing(time, time, Runnable::run));
        follower.settle(new MigrationHistory(database));
        follower.settle(new MigrationHistory(database));
        return notes.on(decisions.latest(100).stream().map(DecisionRecord::id).toList()).stream()
                .map(Note::kind)
                .toList();
    }

    private int decisions() {
        return new SqlDecisionStore(database).latest(100).size();
    }

    private void begin(MigrationRequest request) {
        new SqlMigrationJournal(database).begin("m-1", request, time.instant());
    }

    private void end(MigrationRequest request, MigrationPhase phase) {
        new SqlMigrationJournal(database)
                .end(
                        new Migration(
                                "m-1",
                                request,
                                time.instant(),
                                phase,
                                Optional.of(request.target()),
                                MigrationTimes.NONE,
                                ByteCount.ZERO,
                                ByteCount.ZERO,
                                ByteCount.ZERO,
                                Optional.empty(),
                                Optional.empty()),
                        time.instant());
    }

    @Test
    void killedBetweenTheDecisionAndItsMove() {
        decideOnce(request -> {}, task -> {}); // the worker never comes to run
        killAndStartAgain();

        assertThat(decisions()).as("it was kept before anything could move").isEqualTo(1);
        assertThat(settled()).containsExactly("dropped");
        time.pass(Duration.ofSeconds(60));
        decideOnce(this::begin, Runnable::run);
        assertThat(decisions()).as("the next one decides anew, by itself").isEqualTo(2);
    }

    @Test
    void killedAfterTheMigrationHasBegun() {
        decideOnce(
                request -> {
                    begin(request);
                    throw new Killed();
                },
                Runnable::run);
        killAndStartAgain();

        assertThat(new SqlMigrationJournal(database).open())
                .as("recovery finds what is to be ended")
                .hasSize(1);
        decideOnce(request -> {}, Runnable::run);
        assertThat(decisions()).as("the container rests: nothing is decided twice").isEqualTo(2);
        assertThat(new SqlDecisionStore(database).latest(1).getFirst().outcome())
                .isEqualTo(DecisionRecord.Outcome.LIMITED);
        end(
                new SqlMigrationJournal(database).open().getFirst().request(),
                MigrationPhase.ROLLED_BACK);
        assertThat(settled()).containsExactly("failed");
    }

    @Test
    void killedAfterTheCommitBeforeAnybodyWasTold() {
        decideOnce(
                request -> {
                    begin(request);
                    end(request, MigrationPhase.COMMITTED);
                    placement.put(SERVER, request.target());
                    throw new Killed();
                },
                Runnable::run);
        killAndStartAgain();

        assertThat(settled()).containsExactly("moved");
        assertThat(guard().circumstances().history().left(SERVER, new HostId("h2")))
                .as("the next manager knows that the container has left h2")
                .isPresent();
        assertThat(decisions()).isEqualTo(1);
    }
}
