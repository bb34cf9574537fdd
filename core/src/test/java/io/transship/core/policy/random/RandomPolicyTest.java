package io.transship.core.policy.random;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.H4;
import static io.transship.core.view.Star.H5;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.StayReason;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * "One pseudo random function is used, source host and destination host are selected at random."
 */
class RandomPolicyTest {

    private static final ContainerId OTHER = new ContainerId("server-2");

    private final RandomPolicy policy = new RandomPolicy();

    @Test
    void drawsTheSourceFromTheBusyHostsAndTheTargetFromTheFreeOnes() {
        NetworkView view = Star.scenario3().placement(Map.of(SERVER, H2, OTHER, H3)).view();
        Set<HostId> sources = new TreeSet<>();
        Set<HostId> targets = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            Decision.Move move = (Decision.Move) policy.decide(Evaluation.ofAnySource(seed), view);
            assertThat(view.placement().hostOf(move.container())).contains(move.source());
            sources.add(move.source());
            targets.add(move.target());
        }
        assertThat(sources).containsExactly(H2, H3);
        assertThat(targets).containsExactly(H4, H5);
    }

    @Test
    void everyFreeHostHasTheSameChance() {
        Map<HostId, Integer> drawn = new TreeMap<>();
        for (long seed = 0; seed < 3000; seed++) {
            Decision.Move move =
                    (Decision.Move)
                            policy.decide(Evaluation.ofAnySource(seed), Star.scenario3().view());
            drawn.merge(move.target(), 1, Integer::sum);
        }
        assertThat(drawn.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void needsNoMeasurement() {
        NetworkView view = Star.scenario1().view();
        NetworkView blind =
                NetworkView.of(
                        view.at(),
                        view.topology(),
                        view.hosts().values(),
                        view.placement(),
                        Set.of());

        assertThat(policy.needsSource()).isFalse();
        assertThat(policy.decide(Evaluation.ofAnySource(1), blind))
                .isInstanceOf(Decision.Move.class);
    }

    @Test
    void staysWithoutAContainerOrAFreeHost() {
        Map<StayReason, Decision> stays = new EnumMap<>(StayReason.class);
        for (NetworkView view :
                Set.of(
                        Star.scenario3().placement(Map.of()).view(),
                        Star.scenario3()
                                .host(H3, true, true)
                                .host(H4, false, false)
                                .host(H5, true, true)
                                .view())) {
            Decision decision = policy.decide(Evaluation.ofAnySource(1), view);
            stays.put(((Decision.Stay) decision).reason(), decision);
        }
        assertThat(stays).containsOnlyKeys(StayReason.NO_SOURCE, StayReason.NO_FREE_HOST);
        assertThat(stays.get(StayReason.NO_FREE_HOST).explanation().candidates())
                .extracting(candidate -> candidate.host() + " " + candidate.reason())
                .containsExactly(
                        "h1 is reserved",
                        "h3 is reserved",
                        "h4 its daemon does not answer",
                        "h5 is reserved");
    }
}
