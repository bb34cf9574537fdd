package io.transship.core.policy;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.H4;
import static io.transship.core.view.Star.H5;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.HostId;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thesis 7.2: what each policy decided in the three scenarios, while h1 overloads h2 (tables 7.2,
 * 7.3 and the analysis under each figure).
 */
class ThesisScenariosTest {

    private static NetworkView overloaded(Star star, double mbps) {
        return star.load(1, 1, mbps, 0.2)
                .linkLoad(1, 2, mbps)
                .load(2, 2, mbps, 0.2)
                .load(1, 3, 0.2, mbps)
                .load(2, 1, 0.2, mbps)
                .hostLoad(H3, 0.5, 512)
                .hostLoad(H4, 0.2, 700)
                .hostLoad(H5, 0.3, 400)
                .view();
    }

    private static Decision decide(String policy, NetworkView view, long seed) {
        return PolicyCatalog.create(policy, PolicySettings.defaults())
                .decide(Evaluation.of(new MoveSource(SERVER, H2), seed), view);
    }

    private static HostId target(String policy, NetworkView view, long seed) {
        assertThat(decide(policy, view, seed)).isInstanceOf(Decision.Move.class);
        Decision.Move move = (Decision.Move) decide(policy, view, seed);
        assertThat(move.container()).isEqualTo(SERVER);
        assertThat(move.source()).isEqualTo(H2);
        return move.target();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void scenario1BandwidthMovesToH3ShortestPathToH5(long seed) {
        NetworkView view = overloaded(Star.scenario1(), 9.6);

        assertThat(target("bandwidth", view, seed)).isEqualTo(H3);
        assertThat(target("shortest-path", view, seed)).isEqualTo(H5);
        assertThat(target("predicted-cost", view, seed)).isEqualTo(H3);
        assertThat(target("least-loaded", view, seed)).isEqualTo(H4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void scenario2BothMoveToH5(long seed) {
        NetworkView view = overloaded(Star.scenario2(), 4.8);

        assertThat(target("bandwidth", view, seed)).isEqualTo(H5);
        assertThat(target("shortest-path", view, seed)).isEqualTo(H5);
        assertThat(target("predicted-cost", view, seed)).isEqualTo(H5);
        assertThat(target("least-loaded", view, seed)).isEqualTo(H4);
    }

    @Test
    void scenario3ShortestPathMovesToH5BandwidthAndRandomToAny() {
        NetworkView view = overloaded(Star.scenario3(), 4.8);

        Set<HostId> byBandwidth = new TreeSet<>();
        Set<HostId> byChance = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            assertThat(target("shortest-path", view, seed)).isEqualTo(H5);
            assertThat(target("least-loaded", view, seed)).isEqualTo(H4);
            byBandwidth.add(target("bandwidth", view, seed));
            byChance.add(target("random", view, seed));
        }
        assertThat(byBandwidth).containsExactly(H3, H4, H5);
        assertThat(byChance).containsExactly(H3, H4, H5);
    }

    @Test
    void theSameViewAndSeedGiveTheSameDecision() {
        for (String policy : PolicyCatalog.names()) {
            for (long seed = 0; seed < 20; seed++) {
                NetworkView view = overloaded(Star.scenario3(), 4.8);

                assertThat(decide(policy, view, seed)).isEqualTo(decide(policy, view, seed));
            }
        }
    }

    @Test
    void everyDecisionExplainsEveryOtherHost() {
        for (String policy : PolicyCatalog.names()) {
            Explanation explanation =
                    decide(policy, overloaded(Star.scenario1(), 9.6), 7).explanation();

            assertThat(explanation.policy()).isEqualTo(policy);
            assertThat(explanation.seed()).isEqualTo(7);
            assertThat(explanation.candidates())
                    .extracting(candidate -> candidate.host().name())
                    .containsExactlyInAnyOrder("h1", "h3", "h4", "h5");
            assertThat(explanation.candidates())
                    .allSatisfy(candidate -> assertThat(candidate.reason()).isNotBlank());
            assertThat(explanation.candidates().getFirst().verdict())
                    .isEqualTo(Candidate.Verdict.CHOSEN);
        }
    }
}
