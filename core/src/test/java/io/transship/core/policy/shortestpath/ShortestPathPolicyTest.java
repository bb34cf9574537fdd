package io.transship.core.policy.shortestpath;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.H4;
import static io.transship.core.view.Star.H5;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.StayReason;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** "It sorts the latency of all the path. The one with smallest latency will be selected" (5.4). */
class ShortestPathPolicyTest {

    private final ShortestPathPolicy policy = new ShortestPathPolicy(Duration.ofMillis(1));

    private Decision decide(NetworkView view) {
        return policy.decide(Evaluation.of(new MoveSource(SERVER, H2), 1), view);
    }

    private HostId target(Star star) {
        return ((Decision.Move) decide(star.view())).target();
    }

    @Test
    void movesToTheLeastLatency() {
        assertThat(target(Star.scenario1().latency(2, 5, Duration.ofMillis(20)))).isEqualTo(H3);
        assertThat(
                        target(
                                Star.scenario1()
                                        .latency(2, 5, Duration.ofMillis(20))
                                        .latency(1, 3, Duration.ofMillis(9))))
                .isEqualTo(H4);
    }

    @Test
    void withinTheResolutionFewerLinksWin() {
        SplittableRandom noise = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            Star star = Star.scenario1();
            for (int[] link : new int[][] {{1, 2}, {1, 3}, {1, 4}, {2, 5}}) {
                star.latency(link[0], link[1], Duration.ofNanos(noise.nextLong(50_000, 1_000_000)));
            }
            assertThat(target(star)).isEqualTo(H5);
        }
    }

    @Test
    void amongEqualPathsTheFirstHostByName() {
        assertThat(target(Star.scenario3().host(H5, true, true))).isEqualTo(H3);
    }

    @Test
    void anUnmeasuredPathIsNotOffered() {
        NetworkView view = Star.scenario1().latencyUnknown(2, 5).view();
        Decision.Move move = (Decision.Move) decide(view);

        assertThat(move.target()).isEqualTo(H3);
        assertThat(move.explanation().candidates())
                .filteredOn(candidate -> candidate.host().equals(H5))
                .singleElement()
                .satisfies(
                        candidate -> {
                            assertThat(candidate.verdict())
                                    .isEqualTo(Candidate.Verdict.NOT_OFFERED);
                            assertThat(candidate.reason()).contains("has not been measured");
                        });
    }

    @Test
    void saysWhyTheOthersLost() {
        NetworkView view = Star.scenario1().latency(1, 4, Duration.ofMillis(50)).view();

        assertThat(decide(view).explanation().candidates())
                .extracting(candidate -> candidate.host() + " " + candidate.reason())
                .containsExactly(
                        "h5 is the closest, over 1 link",
                        "h3 is as far within 1.000 ms, but over 2 links",
                        "h4 is further away, over 2 links",
                        "h1 is reserved");
    }

    @Test
    void staysWhenNoPathIsKnown() {
        NetworkView view = Star.scenario1().view().withRoutes(java.util.List.of());

        assertThat(((Decision.Stay) decide(view)).reason()).isEqualTo(StayReason.NO_MEASURED_PATH);
    }

    @Test
    void aResolutionIsNotNegative() {
        assertThatThrownBy(() -> new ShortestPathPolicy(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
