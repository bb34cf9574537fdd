package io.transship.lab.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.event.Event;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.SqlDecisionNotes;
import io.transship.manager.store.SqlDecisionStore;
import io.transship.manager.store.SqlEventStore;
import io.transship.manager.store.SqlMigrationJournal;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.history.Pruning;
import io.transship.manager.store.history.StoreSettings;
import io.transship.manager.store.history.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a SQLite file. */
class SqliteStoreTest extends StoreContract {

    private static final Instant NOW = Instant.parse("2017-09-25T15:41:47.250Z");
    private static final MigrationRequest REQUEST =
            MigrationRequest.copy(new ContainerId("server-1"), new HostId("h2"), new HostId("h3"));

    @TempDir private Path folder;

    @Override
    DatabaseAddress empty() {
        return DatabaseAddress.of("jdbc:sqlite:" + folder.resolve("new/manager.db"));
    }

    @Test
    void whatCannotBeOpenedIsOneClearLine() throws Exception {
        Path other = Files.writeString(folder.resolve("notes.txt"), "not a database".repeat(100));

        assertThatThrownBy(() -> Database.open("jdbc:sqlite:" + other))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE))
                .hasMessageContaining("notes.txt");
        assertThatThrownBy(() -> Database.open("jdbc:sqlite:" + other + "/manager.db"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> Database.open("jdbc:oracle:thin:@db"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.UNSUPPORTED));
    }

    @Test
    void whatAnOlderBuildKeptInOneFileIsTheJournalsNow() {
        String file = "jdbc:sqlite:" + folder.resolve("old.db");
        try (Database old = Database.open(file)) {
            new SqlMigrationJournal(old).begin("m1", REQUEST, NOW);
            new SqlEventStore(old).append(new Event(NOW, "decision", Map.of("id", "d1")));
        }
        for (int start = 0; start < 2; start++) {
            try (Stores stores = Stores.open(settings(file))) {
                assertThat(new SqlMigrationJournal(stores.journal()).open())
                        .extracting("id")
                        .containsExactly("m1");
                assertThat(new SqlEventStore(stores.journal()).after(0, 9)).hasSize(1);
            }
        }
    }

    @Test
    void theHistoryHasCopiesOfAllThatTheJournalHas() {
        String file = "jdbc:sqlite:" + folder.resolve("all.db");
        try (Stores stores = Stores.open(settings(file))) {
            SqlMigrationJournal journal = new SqlMigrationJournal(stores.journal());
            journal.begin("m1", REQUEST, NOW);
            journal.steps(
                    "m1",
                    List.of(
                            new MigrationJournal.JournalStep(
                                    MigrationPhase.PREPARING, MigrationEffect.PREPARE, NOW)));
        }
        try (Database all = Database.open(file)) {
            assertThat(new MigrationHistory(all).find("m1").orElseThrow())
                    .containsEntry("phase", "PREPARING")
                    .extracting("steps")
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(1);
        }
    }

    @Test
    void theJournalForgetsWhatIsOverOldAndCopied() {
        try (Stores stores = Stores.open(settings("jdbc:sqlite:" + folder.resolve("p.db")))) {
            Database journal = stores.journal();
            SqlDecisionNotes notes = new SqlDecisionNotes(journal);
            for (String id : List.of("over", "running", "approved")) {
                new SqlDecisionStore(journal)
                        .save(
                                decision(
                                        id,
                                        NOW,
                                        id.equals("approved") ? Outcome.PROPOSED : Outcome.MOVE));
            }
            notes.add(new Note("over", NOW, "moved", Map.of()));
            notes.add(new Note("approved", NOW, "approved", Map.of()));
            new SqlMigrationJournal(journal).begin("m1", REQUEST, NOW);
            SqlEventStore events = new SqlEventStore(journal);
            events.append(new Event(NOW, "old", Map.of()));
            events.append(new Event(NOW.plus(Duration.ofDays(3)), "young", Map.of()));
            Pruning pruning = Pruning.ofJournal(journal, Duration.ofDays(9));
            Instant later = NOW.plus(Duration.ofDays(10));

            assertThat(pruning.step(later)).isFalse();
            assertThat(events.after(0, 9)).as("nothing has been copied yet").hasSize(2);
            journal.write(handle -> handle.execute("DELETE FROM outbox"));
            assertThat(pruning.step(later)).isFalse();

            assertThat(events.after(0, 9))
                    .extracting(stored -> stored.event().type())
                    .containsExactly("young");
            assertThat(new SqlDecisionStore(journal).latest(9))
                    .extracting(DecisionRecord::id)
                    .containsExactlyInAnyOrder("running", "approved");
            assertThat(notes.on(List.of("over"))).isEmpty();
            assertThat(notes.withoutEnd()).containsExactlyInAnyOrder("running", "approved");
            assertThat(new SqlMigrationJournal(journal).open()).hasSize(1);
        }
    }

    @Test
    void samplesOfAPowerCutMayBeLostButNoStepOfTheJournal() {
        try (Stores stores = Stores.open(settings("jdbc:sqlite:" + folder.resolve("s.db")))) {
            assertThat(synchronous(stores.journal())).isEqualTo(2);
            assertThat(synchronous(stores.history())).isEqualTo(1);
        }
    }

    private static int synchronous(Database database) {
        return database.read(
                handle -> handle.createQuery("PRAGMA synchronous").mapTo(Integer.class).one());
    }

    private StoreSettings settings(String url) {
        return new StoreSettings(
                DatabaseAddress.of(url),
                folder.resolve("journal.db"),
                100,
                Duration.ofDays(1),
                Duration.ofDays(2),
                Duration.ofDays(9));
    }
}
