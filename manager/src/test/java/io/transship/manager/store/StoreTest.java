package io.transship.manager.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.view.PortLoad;
import io.transship.manager.event.Event;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationJournal;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.MigrationTimes;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.store.DecisionRecord.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real SQLite file. */
class StoreTest {

    private static final Instant NOW = Instant.parse("2017-09-25T15:41:47.250Z");
    private static final ContainerId SERVER = new ContainerId("server-1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");
    private static final DatapathId S1 = new DatapathId(1);

    @TempDir private Path folder;
    private Database database;

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("new/manager.db");
    }

    @BeforeEach
    void open() {
        database = Database.open(url());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() {
        database.close();
        database = Database.open(url());
    }

    private List<Map<String, Object>> rows(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapToMap().list());
    }

    private static DecisionRecord decision(String id, Instant at) {
        return new DecisionRecord(
                id,
                at,
                "bandwidth",
                "thesis",
                Outcome.MOVE,
                "most left",
                Optional.of(SERVER),
                Optional.of(H2),
                Optional.of(H3),
                -7,
                Map.of("detectionMs", 12_000.5, "decisionMs", 1.25),
                Map.of("candidates", List.of(Map.of("host", "h3", "verdict", "chosen"))),
                Map.of("hosts", List.of("h1")));
    }

    @Test
    void keepsTheThesisTables() {
        AggregateSample sample = new AggregateSample(S1, NOW, 3, 5750, 100);
        PortLoad load = new PortLoad(new ConnectPoint(S1, 1), NOW, BitRate.ZERO, new BitRate(126));
        new SqlSampleStore(database)
                .append(
                        List.of(
                                new SampleStore.Aggregate(
                                        sample, OptionalLong.of(734), Optional.empty()),
                                new SampleStore.Aggregate(
                                        sample, OptionalLong.empty(), Optional.of("m1")),
                                new SampleStore.Bandwidth(load, Optional.of("m1"))));

        assertThat(rows("SELECT * FROM statistic_aggregate ORDER BY id"))
                .satisfiesExactly(
                        row ->
                                assertThat(row)
                                        .containsEntry("switch_dpid", "00:00:00:00:00:00:00:01")
                                        .containsEntry("packet_count", 5750)
                                        .containsEntry("pc_difference", 734)
                                        .containsEntry("session", null),
                        row ->
                                assertThat(row)
                                        .containsEntry("pc_difference", null)
                                        .containsEntry("session", "m1"));
        assertThat(rows("SELECT * FROM statistics_bandwidth"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsEntry("port", 1)
                                        .containsEntry("bits_per_second_rx", 0)
                                        .containsEntry("bits_per_second_tx", 126));
    }

    @Test
    void forgetsOldSamples() {
        SampleStore store = new SqlSampleStore(database);
        for (int day = 0; day < 4; day++) {
            store.append(
                    List.of(
                            new SampleStore.Aggregate(
                                    new AggregateSample(
                                            S1, NOW.plus(Duration.ofDays(day)), 1, 1, 1),
                                    OptionalLong.empty(),
                                    Optional.empty())));
        }

        assertThat(store.forgetBefore(NOW.plus(Duration.ofDays(2)))).isEqualTo(2);
        assertThat(rows("SELECT * FROM statistic_aggregate")).hasSize(2);
    }

    @Test
    void aDecisionComesBackAsItWas() {
        DecisionStore store = new SqlDecisionStore(database);
        store.save(decision("d1", NOW));
        store.save(decision("d2", NOW.plusSeconds(1)));
        reopen();
        DecisionStore reopened = new SqlDecisionStore(database);

        assertThat(reopened.find("d1")).contains(decision("d1", NOW));
        assertThat(reopened.find("d3")).isEmpty();
        assertThat(reopened.latest(1)).extracting(DecisionRecord::id).containsExactly("d2");
    }

    @Test
    void theJournalKnowsWhatIsUnfinished() {
        SqlMigrationJournal journal = new SqlMigrationJournal(database);
        MigrationRequest request = MigrationRequest.copy(SERVER, H2, H3);
        journal.begin("m1", request, NOW);
        journal.begin("m2", request, NOW.plusSeconds(9));
        step(journal, MigrationPhase.PREPARING, MigrationEffect.PREPARE);
        step(journal, MigrationPhase.SWITCHING, MigrationEffect.RELEASE_TO_TARGET);
        reopen();
        journal = new SqlMigrationJournal(database);

        assertThat(journal.open())
                .extracting(open -> open.id() + " " + open.phase() + " " + open.started())
                .containsExactly("m1 SWITCHING " + NOW, "m2 PLANNED " + NOW.plusSeconds(9));

        journal.end(ended("m1", request, MigrationPhase.COMMITTED), NOW.plusSeconds(5));

        assertThat(journal.open()).extracting("id").containsExactly("m2");
    }

    private static void step(
            SqlMigrationJournal journal, MigrationPhase phase, MigrationEffect effect) {
        journal.steps("m1", List.of(new MigrationJournal.JournalStep(phase, effect, NOW)));
    }

    @Test
    void theHistoryTellsStepsTimesAndFailure() {
        SqlMigrationJournal journal = new SqlMigrationJournal(database);
        MigrationRequest request = MigrationRequest.copy(SERVER, H2, H3);
        journal.begin("m1", request, NOW);
        step(journal, MigrationPhase.PREPARING, MigrationEffect.PREPARE);
        journal.end(ended("m1", request, MigrationPhase.ROLLED_BACK), NOW.plusSeconds(5));

        assertThat(new MigrationHistory(database).find("m1").orElseThrow())
                .containsEntry("phase", "ROLLED_BACK")
                .containsEntry("serving", "h2")
                .containsEntry("movedBytes", 11L)
                .containsEntry("contentBytes", 13L)
                .containsEntry("failure", Map.of("code", "RESTORE_FAILED", "message", "no."))
                .containsEntry(
                        "steps",
                        List.of(
                                Map.of(
                                        "phase",
                                        "PREPARING",
                                        "effect",
                                        "PREPARE",
                                        "at",
                                        NOW.toString())));
        assertThat(new MigrationHistory(database).latest(5)).hasSize(1);
    }

    @Test
    void aPredictionStaysWithItsMigrationAndLaterOnesLearnFromBoth() {
        SqlMigrationJournal journal = new SqlMigrationJournal(database);
        PredictionStore predictions = new PredictionStore(database);
        MigrationRequest request = MigrationRequest.copy(SERVER, H2, H3);
        for (String id : List.of("m1", "m2", "m3")) {
            journal.begin(id, request, NOW);
        }
        predictions.save("m1", "docker", Map.of("asked", "auto", "rateBps", 9_000_000));
        predictions.save("m2", "podman", Map.of("asked", "copy"));
        journal.end(ended("m1", request, MigrationPhase.COMMITTED), NOW.plusSeconds(5));
        journal.end(ended("m2", request, MigrationPhase.COMMITTED), NOW.plusSeconds(5));
        predictions.save("m3", "docker", Map.of());
        journal.end(ended("m3", request, MigrationPhase.ROLLED_BACK), NOW.plusSeconds(5));

        assertThat(predictions.last("docker", 9))
                .singleElement()
                .satisfies(
                        move -> {
                            assertThat(move.expected()).contains(BitRate.ofMbps(9));
                            assertThat(move.moved().bytes()).isEqualTo(11);
                        });
        assertThat(predictions.last("docker", 0)).isEmpty();
        assertThat(new MigrationHistory(database).find("m1").orElseThrow())
                .containsEntry("prediction", Map.of("asked", "auto", "rateBps", 9_000_000));
    }

    private static Migration ended(String id, MigrationRequest request, MigrationPhase phase) {
        return new Migration(
                id,
                request,
                NOW,
                phase,
                Optional.of(H2),
                MigrationTimes.NONE,
                new ByteCount(11),
                new ByteCount(13),
                new ByteCount(7),
                Optional.of(new HoldReport(1, 1, 0, 0, Duration.ofMillis(40))),
                Optional.of(new TransshipException(FailureCode.RESTORE_FAILED, "no.")));
    }

    @Test
    void eventsAreNumberedInTheirOrder() {
        EventStore store = new SqlEventStore(database);
        long first = store.append(new Event(NOW, "decision", Map.of("id", "d1")));
        long second = store.append(new Event(NOW, "migration-started", Map.of("n", 1)));

        assertThat(second).isGreaterThan(first);
        assertThat(store.newest()).isEqualTo(second);
        assertThat(store.after(first, 10))
                .containsExactly(
                        new EventStore.Stored(
                                second, new Event(NOW, "migration-started", Map.of("n", 1))));
        assertThat(store.after(0, 1)).extracting(EventStore.Stored::number).containsExactly(first);
    }

    @Test
    void connectionAndMappingAreReplaced() {
        NetworkNames names = new NetworkNames(database);
        for (int round = 0; round < 2; round++) {
            names.replaceConnections(
                    List.of(
                            new NetworkNames.Connection(new ConnectPoint(S1, 1), true, "h1"),
                            new NetworkNames.Connection(
                                    new ConnectPoint(S1, 2), false, "00:00:00:00:00:00:00:02/2")));
            names.replaceMappings(
                    Map.of(S1.toString(), "s1"), Map.of(H2, new IpAddress("10.0.0.2")));
        }

        assertThat(rows("SELECT dst_type, destination FROM connection ORDER BY source"))
                .extracting(row -> row.get("dst_type") + " " + row.get("destination"))
                .containsExactly("host h1", "server 00:00:00:00:00:00:00:02/2");
        assertThat(rows("SELECT name, value FROM mapping ORDER BY name"))
                .extracting(row -> row.get("name") + "=" + row.get("value"))
                .containsExactly("00:00:00:00:00:00:00:01=s1", "h2=10.0.0.2");
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
}
