package io.transship.manager.aftermath;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.manager.event.Event;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.MigrationTimes;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.MemoryDecisions;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.SqlMigrationJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of a move from h2 to h3 that changes the load of one link. */
class DecisionFollowerTest {

    private static final ConnectPoint PORT = new ConnectPoint(new DatapathId(1), 2);
    private static final MigrationRequest REQUEST =
            new MigrationRequest(
                    new ContainerId("web"), new HostId("h2"), new HostId("h3"), MigrationMode.COPY);

    @TempDir private Path folder;
    private long sent;
    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final LoadBoard board = new LoadBoard(MeasurementSettings.defaults());
    private final MemoryDecisions decisions = new MemoryDecisions();
    private final DecisionFollower follower =
            new DecisionFollower(
                    decisions,
                    decisions,
                    board,
                    new DecisionFollower.Timing(time, time, Runnable::run));

    private void decide(String id, Outcome outcome) {
        Map<String, Object> link = Map.of("port", PORT.toString(), "transmitted", true);
        decisions.save(
                new DecisionRecord(
                        id,
                        time.instant(),
                        "bandwidth",
                        "",
                        outcome,
                        "most left",
                        Optional.of(REQUEST.container()),
                        Optional.of(REQUEST.source()),
                        Optional.of(REQUEST.target()),
                        1,
                        Map.of(),
                        Map.of("effects", Map.of("links", List.of(link))),
                        Map.of()));
    }

    private void tell(String type, String decision, Map<String, Object> more) {
        Map<String, Object> data = new java.util.HashMap<>(more);
        data.put("decision", decision);
        data.put("container", "web");
        follower.emit(new Event(time.instant(), type, data));
    }

    private void begin(String decision) {
        tell("migration-started", decision, Map.of());
        tell("migration-progress", "", Map.of("id", "m1"));
        tell("migration-progress", "", Map.of("id", "m1"));
    }

    /** The port sends that much from now on, and is asked each four seconds. */
    private void measure(double mbps, Duration during) {
        for (Duration at = Duration.ZERO; at.compareTo(during) < 0; at = at.plusSeconds(4)) {
            time.pass(Duration.ofSeconds(4));
            sent += Math.round(mbps * 125_000 * 4);
            board.add(new PortSample(PORT, time.instant(), 0, sent, 0, 0));
        }
    }

    @Test
    void aMoveIsFollowedToTheLoadsAfterIt() {
        decide("d1", Outcome.MOVE);
        measure(9, Duration.ofSeconds(8));
        begin("d1");
        tell("migration-succeeded", "d1", Map.of("id", "m1", "times", Map.of()));
        assertThat(decisions.kinds("d1")).containsExactly("migration", "moved");

        measure(4, Duration.ofSeconds(12));

        assertThat(decisions.kinds("d1")).containsExactly("migration", "moved", "measured");
        assertThat(decisions.on(List.of("d1")).getLast().data())
                .containsEntry(
                        "links",
                        List.of(
                                Map.of(
                                        "port",
                                        PORT.toString(),
                                        "transmitted",
                                        true,
                                        "measuredBps",
                                        4_000_000L)));
    }

    @Test
    void aMoveThatFailsSaysWhyAndIsNotMeasured() {
        decide("d1", Outcome.MOVE);
        begin("d1");
        tell(
                "migration-failed",
                "d1",
                Map.of("code", "RESTORE_FAILED", "message", "no memory.", "mend", "Free some."));
        time.pass(Duration.ofMinutes(1));

        assertThat(decisions.kinds("d1")).containsExactly("migration", "failed");
        assertThat(decisions.on(List.of("d1")).getLast().data())
                .isEqualTo(Map.of("code", "RESTORE_FAILED", "message", "no memory."));
    }

    @Test
    void aMoveThatNoDecisionAskedForLeavesNothing() {
        begin("order");
        tell("migration-succeeded", "order", Map.of("id", "m1"));
        time.pass(Duration.ofMinutes(1));

        assertThat(decisions.kinds("order")).isEmpty();
    }

    @Test
    void aStoreThatFailsIsPassedOver() {
        decide("d1", Outcome.MOVE);
        decisions.broken = true;

        begin("d1");

        assertThat(decisions.kinds("d1")).isEmpty();
    }

    /** Its manager was killed while it moved; the next one has ended the migration. */
    @Test
    void anApprovedProposalGetsTheEndOfItsMigrationAndIsMeasured() {
        String file = "jdbc:sqlite:" + folder.resolve("j.db");
        try (Database database = Database.open(file)) {
            SqlMigrationJournal journal = new SqlMigrationJournal(database);
            journal.begin("earlier", REQUEST, time.instant());
            end(journal, "earlier", MigrationPhase.ROLLED_BACK);
            time.pass(Duration.ofSeconds(1));
            decide("d1", Outcome.PROPOSED);
            decide("d2", Outcome.PROPOSED);
            decisions.add(new Note("d1", time.instant(), "approved", Map.of()));
            journal.begin("m1", REQUEST, time.instant());
            follower.settle(new MigrationHistory(database));
            assertThat(decisions.kinds("d1")).as("it goes on").containsExactly("approved");

            end(journal, "m1", MigrationPhase.COMMITTED);
            follower.settle(new MigrationHistory(database));
            follower.settle(new MigrationHistory(database));
        }
        measure(4, Duration.ofSeconds(12));

        assertThat(decisions.kinds("d1")).containsExactly("approved", "moved", "measured");
        assertThat(decisions.on(List.of("d1")).get(1).data()).containsEntry("id", "m1");
        assertThat(decisions.kinds("d2")).as("nobody has approved it").isEmpty();
    }

    private void end(SqlMigrationJournal journal, String id, MigrationPhase phase) {
        journal.end(
                new Migration(
                        id,
                        REQUEST,
                        time.instant(),
                        phase,
                        Optional.of(REQUEST.target()),
                        MigrationTimes.NONE,
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        Optional.empty(),
                        Optional.empty()),
                time.instant());
    }
}
