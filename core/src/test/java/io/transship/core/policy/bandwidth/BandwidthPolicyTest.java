package io.transship.core.policy.bandwidth;

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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * "For each path, it calculate the available bandwidth using MaxMin(bandwidth) function, and it
 * select the one with the maximum available bandwidth" (thesis 5.4).
 */
class BandwidthPolicyTest {

    private final BandwidthPolicy policy = new BandwidthPolicy(0.05);

    private Decision decide(NetworkView view, long seed) {
        return policy.decide(Evaluation.of(new MoveSource(SERVER, H2), seed), view);
    }

    private Candidate candidate(HostId host, NetworkView view) {
        return decide(view, 1).explanation().candidates().stream()
                .filter(each -> each.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private Decision.Move move(NetworkView view) {
        return (Decision.Move) decide(view, 1);
    }

    @Test
    void scoresAPathByTheLeastLeftOnItsLinks() {
        NetworkView view = Star.scenario1().view();

        assertThat(candidate(H3, view).score().orElseThrow()).hasToString("10.00 Mbit/s");
        assertThat(candidate(H4, view).score().orElseThrow()).hasToString("5.00 Mbit/s");
        assertThat(candidate(H5, view).score().orElseThrow()).hasToString("2.00 Mbit/s");
        assertThat(candidate(H5, view).reason()).contains("has less left on its path");
    }

    @Test
    void loadCountsInTheDirectionOfTravelOnly() {
        NetworkView towardsSource = Star.scenario1().linkLoad(3, 1, 9).view();
        NetworkView towardsTarget = Star.scenario1().linkLoad(1, 3, 9).view();

        assertThat(move(towardsSource).target()).isEqualTo(H3);
        assertThat(candidate(H3, towardsTarget).score().orElseThrow()).hasToString("1.00 Mbit/s");
        assertThat(move(towardsTarget).target()).isEqualTo(H4);
    }

    @Test
    void accessLinksOfSourceAndTargetCount() {
        NetworkView busyTarget = Star.scenario1().load(3, 1, 0, 9).view();
        NetworkView busySource = Star.scenario1().load(2, 1, 9, 0).view();

        assertThat(candidate(H3, busyTarget).score().orElseThrow()).hasToString("1.00 Mbit/s");
        assertThat(candidate(H3, busyTarget).reason()).contains("access link of h3");
        assertThat(candidate(H3, busySource).score().orElseThrow()).hasToString("1.00 Mbit/s");
        assertThat(candidate(H5, busySource).score().orElseThrow()).hasToString("1.00 Mbit/s");
    }

    @Test
    void anUnmeasuredPathIsNotOffered() {
        NetworkView view =
                Star.scenario1().unmeasured(Star.port(1, 3)).unmeasured(Star.port(3, 1)).view();

        assertThat(candidate(H3, view).verdict()).isEqualTo(Candidate.Verdict.NOT_OFFERED);
        assertThat(candidate(H3, view).reason()).contains("has not been measured");
        assertThat(move(view).target()).isEqualTo(H4);
    }

    @Test
    void theOtherEndOfALinkCountsTheSameFrames() {
        NetworkView view = Star.scenario1().linkLoad(1, 3, 9).unmeasured(Star.port(1, 3)).view();

        assertThat(candidate(H3, view).score().orElseThrow()).hasToString("1.00 Mbit/s");
    }

    @Test
    void aHostWithoutKnownAccessCapacityIsNotOffered() {
        NetworkView view = Star.scenario1().accessUnknown(H3).view();

        assertThat(candidate(H3, view).reason())
                .isEqualTo("the capacity of the access link of h3 is not known");
        assertThat(move(view).target()).isEqualTo(H4);
    }

    @Test
    void staysWhenNothingIsMeasured() {
        Decision decision = decide(Star.scenario1().unmeasured(Star.hostPort(2)).view(), 1);

        assertThat(decision).isInstanceOf(Decision.Stay.class);
        assertThat(((Decision.Stay) decision).reason()).isEqualTo(StayReason.NO_MEASURED_PATH);
        assertThat(decision.explanation().candidates())
                .extracting(Candidate::host)
                .containsExactly(Star.H1, H3, H4, H5);
    }

    @Test
    void staysWithoutASource() {
        Decision decision = policy.decide(Evaluation.ofAnySource(1), Star.scenario1().view());

        assertThat(((Decision.Stay) decision).reason()).isEqualTo(StayReason.NO_SOURCE);
    }

    @Test
    void anOverloadedLinkHasNothingLeftNotLess() {
        NetworkView view = Star.scenario1().linkLoad(2, 5, 2.1).view();

        assertThat(candidate(H5, view).score().orElseThrow()).hasToString("0 bit/s");
    }

    @Test
    void pathsWithinTheToleranceAreDrawnTheOthersNever() {
        NetworkView view =
                Star.scenario3().linkLoad(1, 3, 0.1).linkLoad(1, 4, 0.2).linkLoad(2, 5, 0.5).view();
        Set<HostId> drawn = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            drawn.add(((Decision.Move) decide(view, seed)).target());
        }

        assertThat(drawn).containsExactly(H3, H4);
    }

    @Test
    void aSeedDrawsTheSameHostHoweverTheTiedLoadsShake() {
        for (long seed = 0; seed < 20; seed++) {
            Decision.Move one =
                    (Decision.Move) decide(Star.scenario3().linkLoad(1, 3, 0.1).view(), seed);
            Decision.Move other =
                    (Decision.Move) decide(Star.scenario3().linkLoad(2, 5, 0.1).view(), seed);
            assertThat(one.target()).isEqualTo(other.target());
        }
    }

    @Test
    void toleranceIsAShare() {
        for (double wrong : List.of(-0.1, 1.1, Double.NaN)) {
            assertThatThrownBy(() -> new BandwidthPolicy(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
