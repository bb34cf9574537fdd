package io.transship.manager.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.limits.Maintenance;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionNotes.Proposal;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people have ordered, and what became of decisions, on a real SQLite file. */
class MaintenanceStoreTest {

    private static final HostId H2 = new HostId("h2");

    @TempDir private Path folder;

    private Database open() {
        return Database.open(
                DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("manager.db")),
                "classpath:schema/journal");
    }

    @Test
    void maintenanceHoldsOverARestart() {
        try (Database database = open()) {
            Maintenance first =
                    new Maintenance(new SqlMaintenanceStore(database), Clock.systemUTC());
            first.begin(H2);
            first.begin(H2);
        }
        try (Database database = open()) {
            Maintenance second =
                    new Maintenance(new SqlMaintenanceStore(database), Clock.systemUTC());
            assertThat(second.hosts()).containsExactly(H2);
            second.end(H2);
            second.end(H2);
        }
        try (Database database = open()) {
            assertThat(new SqlMaintenanceStore(database).all()).isEmpty();
        }
    }

    @Test
    void notesComeBackInTheirOrder() {
        try (Database database = open()) {
            DecisionNotes notes = new SqlDecisionNotes(database);
            Note first = new Note("d1", Instant.EPOCH, "migration", Map.of("id", "m1"));
            Note second = new Note("d1", Instant.EPOCH, "moved", Map.of());
            notes.add(first);
            notes.add(new Note("d2", Instant.EPOCH, "rejected", Map.of()));
            notes.add(second);

            assertThat(notes.on(List.of("d1"))).containsExactly(first, second);
            assertThat(notes.on(List.of())).isEmpty();
        }
    }

    @Test
    void aProposalWaitsUntilItIsAnsweredOrALaterOneTakesItsPlace() {
        try (Database database = open()) {
            DecisionStore decisions = new SqlDecisionStore(database);
            DecisionNotes notes = new SqlDecisionNotes(database);
            assertThat(notes.unanswered()).isEmpty();
            decisions.save(decision("d1", 1, "web", Outcome.PROPOSED));
            decisions.save(decision("d2", 2, "web", Outcome.PROPOSED));
            decisions.save(decision("d3", 3, "web", Outcome.STAY));
            decisions.save(decision("d4", 4, "db", Outcome.PROPOSED));
            decisions.save(decision("d5", 5, "mail", Outcome.PROPOSED));
            decisions.save(decision("d6", 6, "mail", Outcome.MOVE));

            assertThat(notes.unanswered())
                    .containsExactly(
                            new Proposal("d2", new ContainerId("web"), H2),
                            new Proposal("d4", new ContainerId("db"), H2));

            notes.add(new Note("d2", Instant.EPOCH, "rejected", Map.of()));
            notes.add(new Note("d4", Instant.EPOCH, "approved", Map.of()));
            assertThat(notes.unanswered()).isEmpty();
        }
    }

    private static DecisionRecord decision(
            String id, long second, String container, Outcome outcome) {
        return new DecisionRecord(
                id,
                Instant.ofEpochSecond(second),
                "random",
                "",
                outcome,
                "It was drawn.",
                Optional.of(new ContainerId(container)),
                Optional.of(H2),
                Optional.of(new HostId("h3")),
                7,
                Map.of(),
                Map.of(),
                Map.of());
    }
}
