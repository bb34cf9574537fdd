package io.transship.manager.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.detection.DetectionSettings;
import io.transship.core.detection.Detector;
import io.transship.core.detection.ThesisDetector;
import io.transship.core.detection.UtilisationDetector;
import io.transship.core.detection.UtilisationSettings;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.Placement;
import io.transship.manager.document.ViewDocument;
import io.transship.manager.event.Event;
import io.transship.manager.limits.RestingGuard;
import io.transship.manager.measurement.AggregateCollector;
import io.transship.manager.measurement.BandwidthCollector;
import io.transship.manager.measurement.FakeController;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.schedule.HandDrivenTime;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.MemoryDecisions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checking thread of thesis 5.3 and 5.4, on a network that runs by a hand-driven clock. */
class DecisionLoopTest {

    private static final ContainerId SERVER = new ContainerId("server-1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H5 = new HostId("h5");

    private final HandDrivenTime time = new HandDrivenTime(Instant.parse("2018-05-01T12:00:00Z"));
    private final FakeController sdn = new FakeController(time);
    private final MeasurementSettings periods = MeasurementSettings.defaults();
    private final LoadBoard board = new LoadBoard(periods);
    private final List<Event> events = new ArrayList<>();
    private final List<MigrationRequest> migrations = new ArrayList<>();
    private final MemoryDecisions store = new MemoryDecisions();
    private final Map<ContainerId, HostId> placement = new HashMap<>(Map.of(SERVER, H2));
    private MigrationExecutor executor = this::moved;
    private Mode mode = Mode.AUTOMATIC;
    private Detector detector = new ThesisDetector(DetectionSettings.defaults());

    private static final class NoStore implements SampleSink {

        @Override
        public void aggregate(
                io.transship.manager.sdn.AggregateSample sample,
                java.util.OptionalLong difference,
                Optional<String> session) {}

        @Override
        public void load(io.transship.core.view.PortLoad load, Optional<String> session) {}
    }

    private static final class Directory implements HostDirectory {

        private final Map<ContainerId, HostId> placement;

        Directory(Map<ContainerId, HostId> placement) {
            this.placement = placement;
        }

        @Override
        public Set<HostId> reachable() {
            Set<HostId> all = new TreeSet<>();
            IntStream.rangeClosed(1, 5).forEach(n -> all.add(new HostId("h" + n)));
            return all;
        }

        @Override
        public Placement placement() {
            return Placement.of(placement);
        }
    }

    private Map<String, Object> moved(MigrationRequest request) {
        migrations.add(request);
        placement.put(request.container(), request.target());
        return Map.of("downtimeMs", 300);
    }

    private DecisionLoop start(String policy) {
        return start(PolicyCatalog.create(policy, PolicySettings.defaults()));
    }

    private DecisionLoop start(Policy policy) {
        AggregateCollector aggregates =
                new AggregateCollector(sdn, board, new NoStore(), periods, time, Runnable::run);
        BandwidthCollector bandwidths =
                new BandwidthCollector(sdn, board, new NoStore(), periods, time, Runnable::run);
        CustomizedMode customizedMode =
                (session, switches, duration) -> {
                    aggregates.customize(session, switches, duration);
                    bandwidths.customize(session, switches, duration);
                };
        DecisionLoop loop =
                new DecisionLoop(
                        new DecisionSettings(
                                mode,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(4),
                                42,
                                MigrationMode.COPY),
                        parts(customizedMode),
                        policy,
                        detector,
                        time,
                        Runnable::run,
                        time);
        List.<Runnable>of(aggregates::start, bandwidths::start, loop::start).forEach(Runnable::run);
        return loop;
    }

    private DecisionParts parts(CustomizedMode customizedMode) {
        MigrationRunner runner =
                new MigrationRunner(
                        RestingGuard.of(Duration.ofMinutes(5), placement, time),
                        request -> executor.execute(request),
                        events::add,
                        Runnable::run,
                        time);
        return new DecisionParts(
                new ViewAssembler(sdn, board, FiveHosts.configured(), new Directory(placement)),
                board,
                customizedMode,
                store,
                events::add,
                runner);
    }

    /** h1 overloads h2: 870 packets a second, 9.6 Mbit/s. */
    private void overload() {
        sdn.packets(1, 870).packets(2, 870);
        sdn.sends(FakeController.port(1, 2), 9.6).sends(FakeController.hostPort(2), 9.6);
    }

    private List<String> eventTypes() {
        return events.stream().map(Event::type).toList();
    }

    private Event event(String type) {
        return events.stream().filter(each -> each.type().equals(type)).findFirst().orElseThrow();
    }

    @Test
    void noticesChoosesAndMoves() {
        overload();
        start("shortest-path");
        time.pass(Duration.ofSeconds(75));

        assertThat(migrations).containsExactly(MigrationRequest.copy(SERVER, H2, H5));
        assertThat(eventTypes())
                .containsExactly(
                        "detection-started",
                        "heavy-switches",
                        "customized-mode",
                        "source-found",
                        "decision",
                        "migration-started",
                        "migration-succeeded");
        assertThat(event("customized-mode").data())
                .containsEntry("switches", List.of("00:00:00:00:00:00:00:02"))
                .containsEntry("seconds", 10.0);
        assertThat(event("source-found").data())
                .containsEntry("container", "server-1")
                .containsEntry("host", "h2");
        assertThat(event("migration-succeeded").data())
                .containsEntry("target", "h5")
                .containsEntry("downtimeMs", 300);
    }

    @Test
    void anOverloadIsFoundByHowLongItHasLastedBetweenTwoChecks() {
        detector = new UtilisationDetector(UtilisationSettings.defaults());
        start("shortest-path");
        time.pass(Duration.ofSeconds(53));
        overload();
        time.pass(Duration.ofSeconds(60));
        assertThat(migrations).as("at second 60 it had just begun").isEmpty();

        time.pass(Duration.ofSeconds(10));

        assertThat(migrations).containsExactly(MigrationRequest.copy(SERVER, H2, H5));
        assertThat(eventTypes()).contains("source-found").doesNotContain("customized-mode");
    }

    @Test
    void measuresDetectionFromTheFirstReadingOverTheThreshold() {
        overload();
        start("shortest-path");
        time.pass(Duration.ofSeconds(75));

        // First over its threshold in the reading of second 4; checked at 60; watched for 10.1 s.
        assertThat(store.all().getFirst().times()).containsEntry("detectionMs", 66_100.0);
        assertThat(store.all().getFirst().times()).containsKey("decisionMs");
    }

    @Test
    void aRecordedDecisionGivesTheSameAnswerAgain() {
        overload();
        start("bandwidth");
        time.pass(Duration.ofSeconds(75));
        DecisionRecord kept = store.all().getFirst();

        Decision again =
                PolicyCatalog.create(kept.policy(), PolicySettings.defaults())
                        .decide(
                                Evaluation.of(new MoveSource(SERVER, H2), kept.seed()),
                                ViewDocument.read(kept.view()));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Decision.Move.class,
                        move -> {
                            assertThat(Optional.of(move.target())).isEqualTo(kept.target());
                            assertThat(move.explanation().summary()).isEqualTo(kept.summary());
                        });
    }

    @Test
    void aQuietNetworkIsLeftAlone() {
        sdn.packets(2, 90);
        start("bandwidth");
        time.pass(Duration.ofMinutes(10));

        assertThat(eventTypes()).containsExactly("detection-started");
        assertThat(store.all()).isEmpty();
    }

    @Test
    void forRandomPolicyItDirectlyRunsThePolicyExecutor() {
        start("random");
        time.passNothing();

        assertThat(migrations).hasSize(1);
        assertThat(eventTypes())
                .containsExactly(
                        "detection-started",
                        "decision",
                        "migration-started",
                        "migration-succeeded");
        assertThat(sdn.questions()).isNotEmpty();
    }

    @Test
    void aLimitHoldsAMoveBackAndIsToldOnce() {
        start("random");
        time.pass(Duration.ofMinutes(4));

        assertThat(migrations).hasSize(1);
        assertThat(store.all())
                .extracting(DecisionRecord::outcome)
                .containsExactly(Outcome.MOVE, Outcome.LIMITED);
        time.pass(Duration.ofMinutes(2));
        assertThat(migrations).hasSize(2);
    }

    @Test
    void aStayIsRecordedOnceForTheSameReason() {
        placement.clear();
        start("random");
        time.pass(Duration.ofMinutes(10));

        assertThat(store.all())
                .singleElement()
                .satisfies(stay -> assertThat(stay.outcome()).isEqualTo(Outcome.STAY));
    }

    @Test
    void adviceIsKeptAndNothingMoves() {
        mode = Mode.ADVISE;
        overload();
        start("shortest-path");
        time.pass(Duration.ofSeconds(75));

        assertThat(migrations).isEmpty();
        assertThat(store.all())
                .singleElement()
                .satisfies(
                        proposal -> {
                            assertThat(proposal.outcome()).isEqualTo(Outcome.PROPOSED);
                            assertThat(proposal.target()).contains(H5);
                        });
    }

    @Test
    void offDecidesNothing() {
        mode = Mode.OFF;
        overload();
        start("random");
        time.pass(Duration.ofMinutes(5));

        assertThat(events).isEmpty();
        assertThat(migrations).isEmpty();
    }

    @Test
    void aStoreThatFailsStopsNoDecision() {
        store.broken = true;
        overload();
        start("shortest-path");
        time.pass(Duration.ofSeconds(75));

        assertThat(migrations).hasSize(1);
    }

    @Test
    void aFailedMigrationIsToldAndTheLoopGoesOn() {
        executor =
                request -> {
                    migrations.add(request);
                    throw new TransshipException(FailureCode.RESTORE_FAILED, "no memory.");
                };
        overload();
        start("shortest-path");
        time.pass(Duration.ofSeconds(75));

        assertThat(event("migration-failed").data())
                .containsEntry("code", "RESTORE_FAILED")
                .containsEntry("message", "no memory.");
        time.pass(Duration.ofMinutes(8));
        assertThat(migrations).hasSize(2);
    }

    @Test
    void anotherPolicyTakesOverWithoutARestart() {
        DecisionLoop loop = start("bandwidth");
        time.pass(Duration.ofSeconds(90));
        loop.usePolicy(PolicyCatalog.create("random", PolicySettings.defaults()));
        time.pass(Duration.ofSeconds(60));

        assertThat(migrations).hasSize(1);
        assertThat(store.all().getFirst().policy()).isEqualTo("random");
    }

    @Test
    void aPlanMovesNothing() {
        DecisionLoop loop = start("shortest-path");
        time.pass(Duration.ofSeconds(10));

        Plan plan = loop.plan(SERVER).orElseThrow();

        assertThat(plan.decision())
                .isInstanceOfSatisfying(
                        Decision.Move.class, move -> assertThat(move.target()).isEqualTo(H5));
        assertThat(plan.objection()).isEmpty();
        assertThat(loop.plan(new ContainerId("nobody"))).isEmpty();
        assertThat(migrations).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aClosedLoopDecidesNothing() {
        DecisionLoop loop = start("random");
        loop.close();
        time.pass(Duration.ofMinutes(5));

        assertThat(migrations).isEmpty();
    }
}
