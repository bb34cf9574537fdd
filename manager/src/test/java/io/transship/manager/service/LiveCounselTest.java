package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Policy;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.manager.decision.Mode;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proposals of the policy random, approved, rejected and taken again. */
class LiveCounselTest {

    private static final ContainerId WEB = new ContainerId("web");
    private static final HostId H4 = new HostId("h4");

    private final DecisionStage stage = new DecisionStage(Mode.ADVISE);
    private final AwaitedMoves awaited = new AwaitedMoves();
    private final LiveCounsel counsel =
            new LiveCounsel(
                    new LiveCounsel.Parts(
                            stage.decisions,
                            stage.decisions,
                            LiveCounselTest::policy,
                            stage.loop,
                            stage.runner,
                            awaited),
                    stage.fleet,
                    7,
                    record ->
                            new MigrationRequest(
                                    record.container().orElseThrow(),
                                    record.source().orElseThrow(),
                                    record.target().orElseThrow(),
                                    MigrationMode.COPY),
                    stage.time);
    private DecisionRecord proposal;

    private static Policy policy(String name) {
        return PolicyCatalog.create(name, PolicySettings.defaults());
    }

    @BeforeEach
    void propose() {
        stage.run("web", "h2", Map.of());
        stage.loop.usePolicy(policy("random"));
        stage.loop.start();
        stage.time.passNothing();
        proposal = stage.decisions.latest(1).getFirst();
        stage.atOnce = true;
        stage.whenItBegins = request -> awaited.begun(request, "m-7");
    }

    private static void assertRefused(FailureCode code, String words, ThrowingCallable order) {
        assertThatThrownBy(order)
                .isInstanceOfSatisfying(
                        TransshipException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void aProposalMovesNothingUntilItIsApproved() {
        assertThat(proposal.outcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(stage.moves).isEmpty();
        stage.whenItBegins =
                request -> {
                    assertThat(stage.decisions.kinds(proposal.id()))
                            .as("kept before anything moves")
                            .containsExactly("approved");
                    awaited.begun(request, "m-7");
                };

        assertThat(counsel.approve(proposal.id())).isEqualTo("m-7");

        String target = proposal.target().orElseThrow().name();
        assertThat(stage.moves).containsExactly("web h2 -> " + target);
        assertThat(stage.told("migration-started").getFirst())
                .containsEntry("decision", proposal.id());
        assertRefused(
                FailureCode.DECISION_STALE,
                "is approved already",
                () -> counsel.approve(proposal.id()));
    }

    @Test
    void aProposalIsMadeOnceAndAnewWhenTheContainerIsElsewhere() {
        stage.time.pass(Duration.ofMinutes(3));
        assertThat(stage.decisions.all()).hasSize(1);

        counsel.approve(proposal.id());
        stage.time.pass(Duration.ofMinutes(3));

        assertThat(stage.decisions.all())
                .filteredOn(each -> each.outcome() == Outcome.PROPOSED)
                .extracting(DecisionRecord::source)
                .containsExactly(proposal.source(), proposal.target());
    }

    @Test
    void aNoteThatCannotBeKeptMovesNothing() {
        stage.decisions.broken = true;

        assertThatThrownBy(() -> counsel.approve(proposal.id())).hasMessageContaining("disk full");

        assertThat(stage.moves).isEmpty();
        assertThat(stage.runner.isBusy()).isFalse();
    }

    @Test
    void aRejectedProposalIsLaidAside() {
        counsel.reject(proposal.id(), "after the backup");

        assertThat(stage.decisions.on(List.of(proposal.id())).getFirst().data())
                .containsEntry("reason", "after the backup");
        assertRefused(
                FailureCode.DECISION_STALE,
                "is rejected already",
                () -> counsel.approve(proposal.id()));
        assertRefused(
                FailureCode.DECISION_UNKNOWN, "no decision 'd9'", () -> counsel.reject("d9", ""));
        assertThat(stage.moves).isEmpty();
    }

    @Test
    void whatHasChangedSinceMakesAProposalStale() {
        HostId target = proposal.target().orElseThrow();
        stage.run("other", target.name(), Map.of());
        assertRefused(
                FailureCode.DECISION_STALE,
                "the policy would now choose",
                () -> counsel.approve(proposal.id()));

        stage.fleet.containers.clear();
        assertRefused(FailureCode.CONTAINER_UNKNOWN, "web", () -> counsel.approve(proposal.id()));
        stage.run("web", H4.name(), Map.of());
        assertRefused(
                FailureCode.DECISION_STALE,
                "web is on h4 now",
                () -> counsel.approve(proposal.id()));
        assertThat(stage.decisions.kinds(proposal.id())).isEmpty();
    }

    @Test
    void aLimitHoldsForAnApprovedProposalToo() {
        stage.maintenance.begin(new HostId("h3"));
        stage.maintenance.begin(H4);
        stage.maintenance.begin(new HostId("h5"));

        assertRefused(
                FailureCode.MOVE_LIMITED, "maintenance", () -> counsel.approve(proposal.id()));
        assertThat(stage.moves).isEmpty();
    }

    @Test
    void theSamePolicyGivesTheSameAnswerAgain() {
        stage.time.pass(Duration.ofHours(1));
        stage.fleet.containers.clear();

        assertThat(counsel.replay(proposal.id(), Optional.empty()))
                .containsEntry("same", true)
                .containsEntry("differences", List.of());
        Map<String, Object> other = counsel.replay(proposal.id(), Optional.of("shortest-path"));
        assertThat(other).containsEntry("same", false);
        assertThat(other.get("again").toString()).contains("policy=shortest-path", "target=h5");
        assertThat(other.get("differences").toString()).contains("what=policy, original=random");
        assertRefused(
                FailureCode.DECISION_UNKNOWN,
                "no decision 'd9'",
                () -> counsel.replay("d9", Optional.empty()));
    }

    @Test
    void aTriedPolicyIsAskedForEachContainerAndNothingIsKept() {
        stage.run("db", "h3", Map.of());

        assertThat(counsel.attempt("shortest-path", Optional.empty()))
                .extracting(answer -> answer.get("asked").toString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("web"),
                        second -> assertThat(second).contains("db"));
        assertThat(counsel.attempt("shortest-path", Optional.of(WEB)))
                .singleElement()
                .satisfies(
                        answer ->
                                assertThat(answer)
                                        .containsEntry("target", "h5")
                                        .containsKey("effects"));
        assertThat(counsel.attempt("random", Optional.empty())).hasSize(1);
        assertRefused(
                FailureCode.CONTAINER_UNKNOWN,
                "no container 'wep'; did you mean 'web'?",
                () -> counsel.attempt("random", Optional.of(new ContainerId("wep"))));
        assertThat(stage.decisions.latest(9)).hasSize(1);
        assertThat(stage.moves).isEmpty();
    }
}
