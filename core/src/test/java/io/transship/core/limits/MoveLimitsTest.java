package io.transship.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.random.RandomPolicy;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.Star;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Each rule by itself: what it forbids, until when, and with which numbers it says so. */
class MoveLimitsTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");
    private static final ContainerId A = new ContainerId("a");
    private static final ContainerId B = new ContainerId("b");
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");

    private MoveLimits limits = MoveLimits.defaults();
    private Map<ContainerId, Traits> traits = Map.of();
    private Placement placement = Placement.of(Map.of(A, H1));

    private static MoveHistory moved(ContainerId container, HostId from, HostId to, Instant at) {
        return MoveHistory.empty().begun(container, from, to, at).ended(container, true, at);
    }

    private List<Rule> moves(ContainerId container, MoveHistory history, Instant now) {
        return new ContainerRules(limits)
                        .objections(
                                container, H1, new Circumstances(history, Set.of(), traits, now))
                        .stream()
                        .map(Objection::rule)
                        .toList();
    }

    private List<Rule> targets(HostId target, MoveHistory history, Instant now) {
        return objections(target, new Circumstances(history, Set.of(), traits, now)).stream()
                .map(Objection::rule)
                .toList();
    }

    private List<Objection> objections(HostId target, Circumstances circumstances) {
        return new HostRules(limits)
                .objections(new MoveSource(A, H1), target, placement, circumstances);
    }

    @Test
    void aContainerRestsFromTheEndOfItsMove() {
        MoveHistory history =
                MoveHistory.empty().begun(A, H2, H1, NOW).ended(A, true, NOW.plusSeconds(10));

        assertThat(moves(A, history, NOW.plusSeconds(69))).containsExactly(Rule.COOL_DOWN);
        assertThat(moves(A, history, NOW.plusSeconds(70))).isEmpty();
        assertThat(moves(B, history, NOW.plusSeconds(11))).isEmpty();
        assertThat(
                        new ContainerRules(limits)
                                .objections(A, H1, Circumstances.of(history, NOW.plusSeconds(69))))
                .extracting(Objection::toString)
                .containsExactly("coolDown: a has moved lately and rests for 2 s more");
    }

    @Test
    void onlySoManyAtOnceInAllAndAtAHost() {
        MoveHistory history = MoveHistory.empty().begun(B, H2, H1, NOW);

        assertThat(moves(A, history, NOW))
                .containsExactly(Rule.MOVES_AT_ONCE, Rule.MOVES_AT_ONCE_PER_HOST);
        assertThat(targets(H2, history, NOW)).containsExactly(Rule.MOVES_AT_ONCE_PER_HOST);
        assertThat(moves(A, history.ended(B, false, NOW), NOW)).isEmpty();
    }

    @Test
    void onlySoManyAnHour() {
        MoveHistory history = MoveHistory.empty();
        for (int i = 0; i < 60; i++) {
            history = history.begun(B, H2, H3, NOW).ended(B, false, NOW);
        }

        assertThat(moves(A, history, NOW.plusSeconds(3600))).containsExactly(Rule.MOVES_PER_HOUR);
        assertThat(moves(A, history, NOW.plusSeconds(3601))).isEmpty();
    }

    @Test
    void noReturnWithinTheWindowHoweverManyHostsLieBetween() {
        MoveHistory there =
                moved(A, H2, H3, NOW)
                        .begun(A, H3, H1, NOW.plusSeconds(90))
                        .ended(A, true, NOW.plusSeconds(90));

        assertThat(targets(H2, there, NOW.plusSeconds(3599))).containsExactly(Rule.CYCLE_WINDOW);
        assertThat(targets(H3, there, NOW.plusSeconds(3599))).containsExactly(Rule.CYCLE_WINDOW);
        assertThat(targets(H2, there, NOW.plusSeconds(3600))).isEmpty();
    }

    @Test
    void aMoveThatFailedHasLeftNoHost() {
        MoveHistory failed = MoveHistory.empty().begun(A, H2, H1, NOW).ended(A, false, NOW);

        assertThat(targets(H2, failed, NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void twoContainersDoNotChangePlaces() {
        limits = roomy();
        MoveHistory history = moved(B, H2, H1, NOW);

        assertThat(targets(H2, history, NOW.plusSeconds(60))).containsExactly(Rule.EXCHANGE);
        assertThat(targets(H3, history, NOW.plusSeconds(60))).isEmpty();
    }

    private static MoveLimits roomy() {
        return new MoveLimits(
                Duration.ZERO,
                9,
                9,
                60,
                4,
                0.1,
                0.8,
                Duration.ofHours(1),
                Duration.ofHours(6),
                0.5,
                Set.of(B));
    }

    @Test
    void whoIsPinnedStays() {
        limits = roomy();
        traits = Map.of(A, Traits.of(Map.of(Traits.PIN, "true")));

        assertThat(moves(A, MoveHistory.empty(), NOW)).containsExactly(Rule.PINNED);
        assertThat(moves(B, MoveHistory.empty(), NOW)).containsExactly(Rule.PINNED);
    }

    @Test
    void labelsSayWithWhomAndWhere() {
        limits = roomy();
        placement = Placement.of(Map.of(A, H1, B, H2));
        traits = groups(Traits.APART);
        assertThat(targets(H2, MoveHistory.empty(), NOW)).containsExactly(Rule.APART);
        assertThat(targets(H3, MoveHistory.empty(), NOW)).isEmpty();

        traits = groups(Traits.TOGETHER);
        assertThat(targets(H2, MoveHistory.empty(), NOW)).isEmpty();
        assertThat(targets(H3, MoveHistory.empty(), NOW)).containsExactly(Rule.TOGETHER);

        traits = Map.of(A, Traits.of(Map.of(Traits.HOSTS, "h2, h9,")));
        assertThat(targets(H2, MoveHistory.empty(), NOW)).isEmpty();
        assertThat(targets(H3, MoveHistory.empty(), NOW)).containsExactly(Rule.HOSTS);
    }

    private static Map<ContainerId, Traits> groups(String label) {
        Traits web = Traits.of(Map.of(label, "web"));
        return Map.of(A, web, B, web);
    }

    @Test
    void aHostIsFullWithThoseThatAreOnTheirWayToIt() {
        placement = Placement.of(Map.of(A, H1, B, H2));
        assertThat(targets(H2, MoveHistory.empty(), NOW)).containsExactly(Rule.CONTAINERS_PER_HOST);
        assertThat(targets(H3, MoveHistory.empty().begun(B, H2, H3, NOW), NOW))
                .contains(Rule.CONTAINERS_PER_HOST);
    }

    @Test
    void aHostUnderMaintenanceTakesNothing() {
        Circumstances closed = new Circumstances(MoveHistory.empty(), Set.of(H2), Map.of(), NOW);

        assertThat(objections(H2, closed))
                .extracting(Objection::toString)
                .containsExactly("maintenance: h2 is under maintenance");
        assertThat(objections(H3, closed)).isEmpty();
    }

    /** h3 has too little, h4 has enough, h5 has not said. */
    @Test
    void aContainerIsNeverProposedWhereItsMemoryDoesNotFit() {
        NetworkView view =
                Star.scenario1()
                        .hostLoad(Star.H3, 0.1, 511)
                        .hostLoad(Star.H4, 0.1, 512)
                        .view()
                        .withFacts(Map.of(Star.SERVER, megabytes(512), B, megabytes(1)));
        Circumstances now = Circumstances.of(MoveHistory.empty(), NOW);

        assertThat(memory(view, Star.H3, now))
                .containsExactly(
                        "hostMemory: server-1 takes 512.0 MiB of memory, h3 had 511.0 MiB left when"
                                + " it was measured last");
        assertThat(memory(view, Star.H4, now)).isEmpty();
        assertThat(memory(view, Star.H5, now)).as("unknown is no reason").isEmpty();
        assertThat(memory(view.withFacts(Map.of()), Star.H3, now)).isEmpty();

        MoveHistory coming = MoveHistory.empty().begun(B, Star.H2, Star.H4, NOW);
        assertThat(memory(view, Star.H4, Circumstances.of(coming, NOW)))
                .singleElement(InstanceOfAssertFactories.STRING)
                .endsWith("measured last, and 1.0 MiB are on their way there");
        assertThat(Rule.HOST_MEMORY.bindsPeople()).isTrue();
    }

    @Test
    void whereItsMemoryDoesNotFitNoPolicySendsIt() {
        NetworkView view =
                Star.scenario1()
                        .hostLoad(Star.H3, 0.1, 100)
                        .hostLoad(Star.H4, 0.1, 900)
                        .hostLoad(Star.H5, 0.1, 100)
                        .view()
                        .withFacts(Map.of(Star.SERVER, megabytes(512)));
        Deliberation deliberation = new Deliberation(limits, (seen, source) -> seen);

        for (int seed = 0; seed < 20; seed++) {
            Ruling ruling =
                    deliberation.on(
                            new RandomPolicy(),
                            Evaluation.of(new MoveSource(Star.SERVER, Star.H2), seed),
                            view,
                            Circumstances.of(MoveHistory.empty(), NOW),
                            Deliberation.Wish.PERSON);

            assertThat(ruling.decision())
                    .isInstanceOfSatisfying(
                            Decision.Move.class,
                            move -> assertThat(move.target()).isEqualTo(Star.H4));
            assertThat(ruling.view().host(Star.H5).orElseThrow().barred().orElseThrow())
                    .startsWith("hostMemory: server-1 takes 512.0 MiB");
        }
    }

    private static ContainerFacts megabytes(long count) {
        return new ContainerFacts(NOW, ByteCount.ofMiB(count), Optional.empty(), ByteCount.ZERO);
    }

    private List<String> memory(NetworkView view, HostId target, Circumstances circumstances) {
        return new HostRules(limits)
                        .objections(
                                new MoveSource(Star.SERVER, Star.H2), target, view, circumstances)
                        .stream()
                        .filter(each -> each.rule() == Rule.HOST_MEMORY)
                        .map(Objection::toString)
                        .toList();
    }

    @Test
    void peopleAreBoundBySafetyAndNotByCalm() {
        assertThat(Rule.values())
                .filteredOn(rule -> !rule.bindsPeople())
                .containsExactly(
                        Rule.COOL_DOWN,
                        Rule.LEAST_GAIN,
                        Rule.MOST_LOAD,
                        Rule.CYCLE_WINDOW,
                        Rule.RETURN_GAIN,
                        Rule.EXCHANGE);
    }

    @Test
    void whatNoRuleLooksBackOnIsForgotten() {
        MoveHistory history = moved(A, H2, H3, NOW).begun(B, H1, H2, NOW);

        assertThat(history.since(NOW.plus(MoveHistory.horizon(limits)).plusMillis(1)).moves())
                .extracting(MadeMove::container)
                .containsExactly(B);
        assertThat(MoveHistory.horizon(limits)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        for (int broken = 0; broken < 4; broken++) {
            int[] counts = {1, 1, 1, 1};
            counts[broken] = 0;
            assertThatThrownBy(
                            () ->
                                    new MoveLimits(
                                            Duration.ZERO,
                                            counts[0],
                                            counts[1],
                                            counts[2],
                                            counts[3],
                                            0,
                                            0.8,
                                            Duration.ZERO,
                                            Duration.ZERO,
                                            0,
                                            Set.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
