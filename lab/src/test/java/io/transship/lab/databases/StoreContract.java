package io.transship.lab.databases;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.transship.manager.store.Database;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.DecisionStore;
import io.transship.manager.store.EventStore;
import io.transship.manager.store.MigrationHistory;
import io.transship.manager.store.NetworkNames;
import io.transship.manager.store.PredictionStore;
import io.transship.manager.store.SqlDecisionStore;
import io.transship.manager.store.SqlEventStore;
import io.transship.manager.store.SqlMigrationJournal;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.manager.store.history.Pruning;
import io.transship.manager.store.sample.SampleStore;
import io.transship.manager.store.sample.SqlSampleStore;
import io.transship.manager.store.sample.Thinning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store keeps, whatever the database: each subclass brings a real one. */
abstract class StoreContract {

    private static final Instant NOW = Instant.parse("2017-09-25T15:41:47.250Z");
    private static final ContainerId SERVER = new ContainerId("server-1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");
    private static final DatapathId S1 = new DatapathId(1);

    private Database database;
    private DatabaseAddress address;

    /** A database that was never used before. */
    abstract DatabaseAddress empty();

    @BeforeEach
    void open() {
        address = empty();
        database = Database.open(address);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() {
        database.close();
        database = Database.open(address);
    }

    private List<Map<String, Object>> rows(String sql) {
        List<Map<String, Object>> rows =
                database.read(handle -> handle.createQuery(sql).mapToMap().list());
        rows.forEach(row -> row.replaceAll((_, value) -> widened(value)));
        return rows;
    }

    /** Databases have integers of several widths. */
    private static Object widened(Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private static DecisionRecord decision(String id, Instant at) {
        return decision(id, at, Outcome.MOVE);
    }

    static DecisionRecord decision(String id, Instant at, Outcome outcome) {
        return new DecisionRecord(
                id,
                at,
                "bandwidth",
                "thesis",
                outcome,
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
                                        .containsEntry("packet_count", 5750L)
                                        .containsEntry("pc_difference", 734L)
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
                                        .containsEntry("port", 1L)
                                        .containsEntry("bits_per_second_rx", 0L)
                                        .containsEntry("bits_per_second_tx", 126L));
    }

    /** Three readings of 10, 20 and 60 Mbit/s in one minute, one in the next, one that is young. */
    @Test
    void oldSamplesBecomeMinutesWithExactSums() {
        Instant minute = Instant.parse("2017-09-25T15:41:00Z");
        List<SampleStore.Sample> samples = new ArrayList<>();
        samples.add(load(minute, 10));
        samples.add(load(minute.plusSeconds(20), 20));
        samples.add(load(minute.plusMillis(59_999), 60));
        samples.add(load(minute.plusSeconds(60), 5));
        samples.add(load(minute.plus(Duration.ofDays(1)), 1));
        samples.add(aggregate(minute, 100, OptionalLong.empty()));
        samples.add(aggregate(minute.plusSeconds(1), 107, OptionalLong.of(7)));
        new SqlSampleStore(database).append(samples);
        Thinning thinning = new Thinning(database, Duration.ofHours(1), Duration.ofDays(90));

        finish(thinning, minute.plus(Duration.ofHours(1)).plusSeconds(30));
        finish(thinning, minute.plus(Duration.ofHours(2)));

        assertThat(rows("SELECT * FROM statistics_bandwidth")).hasSize(1);
        assertThat(rows("SELECT * FROM statistic_aggregate")).isEmpty();
        assertThat(rows("SELECT * FROM statistics_bandwidth_minute ORDER BY minute_ms"))
                .extracting(
                        row ->
                                List.of(
                                        row.get("minute_ms"),
                                        row.get("samples"),
                                        row.get("bits_per_second_tx_sum"),
                                        row.get("bits_per_second_tx_max")))
                .containsExactly(
                        List.of(minute.toEpochMilli(), 3L, 90_000_000L, 60_000_000L),
                        List.of(minute.toEpochMilli() + 60_000, 1L, 5_000_000L, 5_000_000L));
        assertThat(rows("SELECT * FROM statistic_aggregate_minute"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsEntry("samples", 2L)
                                        .containsEntry("differences", 1L)
                                        .containsEntry("pc_difference_sum", 7L)
                                        .containsEntry("packet_count_max", 107L));
    }

    @Test
    void manySamplesAreThinnedOutInSmallSteps() {
        List<SampleStore.Sample> samples = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            samples.add(load(NOW.plusMillis(i), i % 7));
        }
        new SqlSampleStore(database).append(samples);
        Thinning thinning = new Thinning(database, Duration.ofHours(1), Duration.ofDays(2));

        assertThat(thinning.step(NOW.plus(Duration.ofHours(2)))).isTrue();
        assertThat(rows("SELECT id FROM statistics_bandwidth")).hasSizeBetween(1, 4_999);
        finish(thinning, NOW.plus(Duration.ofHours(2)));

        assertThat(rows("SELECT id FROM statistics_bandwidth")).isEmpty();
        assertThat(rows("SELECT sum(samples) AS n FROM statistics_bandwidth_minute"))
                .singleElement()
                .satisfies(row -> assertThat(((Number) row.get("n")).longValue()).isEqualTo(5_000));

        finish(thinning, NOW.plus(Duration.ofDays(3)));

        assertThat(rows("SELECT samples FROM statistics_bandwidth_minute")).isEmpty();
    }

    private static void finish(Thinning thinning, Instant now) {
        boolean more = true;
        while (more) {
            more = thinning.step(now);
        }
    }

    private static SampleStore.Bandwidth load(Instant at, long megabits) {
        return new SampleStore.Bandwidth(
                new PortLoad(new ConnectPoint(S1, 1), at, BitRate.ZERO, BitRate.ofMbps(megabits)),
                Optional.empty());
    }

    private static SampleStore.Aggregate aggregate(Instant at, long packets, OptionalLong more) {
        return new SampleStore.Aggregate(
                new AggregateSample(S1, at, 3, packets, 1), more, Optional.empty());
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
    void whatIsOldIsForgottenAndWhatIsUnderWayStays() {
        SqlMigrationJournal journal = new SqlMigrationJournal(database);
        MigrationRequest request = MigrationRequest.copy(SERVER, H2, H3);
        journal.begin("m1", request, NOW);
        step(journal, MigrationPhase.PREPARING, MigrationEffect.PREPARE);
        journal.end(ended("m1", request, MigrationPhase.COMMITTED), NOW);
        journal.begin("m2", request, NOW);
        new SqlDecisionStore(database).save(decision("d1", NOW));
        new SqlEventStore(database).append(new Event(NOW, "decision", Map.of("id", "d1")));
        Pruning pruning = Pruning.ofCopies(database, Duration.ofDays(9));
        pruning.step(NOW.plus(Duration.ofDays(8)));
        assertThat(rows("SELECT id FROM migration")).hasSize(2);

        pruning.step(NOW.plus(Duration.ofDays(10)));

        assertThat(rows("SELECT id FROM migration")).containsExactly(Map.of("id", "m2"));
        assertThat(rows("SELECT id FROM decision UNION ALL SELECT type FROM event")).isEmpty();
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
}
