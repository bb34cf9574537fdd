package io.transship.core.policy.leastloaded;

import static io.transship.core.view.Star.H1;
import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.H4;
import static io.transship.core.view.Star.H5;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Score;
import io.transship.core.policy.StayReason;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeastLoadedPolicyTest {

    private static Decision decide(NetworkView view, long seed) {
        return new LeastLoadedPolicy()
                .decide(Evaluation.of(new MoveSource(SERVER, H2), seed), view);
    }

    private static HostId target(NetworkView view) {
        return ((Decision.Move) decide(view, 1)).target();
    }

    private static Candidate candidate(NetworkView view, HostId host) {
        return decide(view, 1).explanation().candidates().stream()
                .filter(each -> each.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static Star star() {
        return Star.scenario3()
                .hostLoad(H3, 0.5, 900)
                .hostLoad(H4, 0.2, 900)
                .hostLoad(H5, 0.3, 900);
    }

    @Test
    void movesToTheHostWhoseProcessorsAreLeastBusy() {
        NetworkView view = star().view();

        assertThat(target(view)).isEqualTo(H4);
        assertThat(candidate(view, H4).score()).contains(Score.share(0.2));
        assertThat(candidate(view, H3).reason())
                .isEqualTo("50 % of 2 processors busy, 12 % of 1.00 GiB memory taken");
        assertThat(candidate(view, H1).reason()).isEqualTo("is reserved");
    }

    @Test
    void theScarcerOfProcessorsAndMemoryCounts() {
        assertThat(target(star().hostLoad(H4, 0.2, 100).view())).isEqualTo(H5);
    }

    @Test
    void aHostThatHasNotSaidIsNotOfferedAndNotTakenForIdle() {
        NetworkView view = Star.scenario3().hostLoad(H3, 0.9, 100).view();

        assertThat(target(view)).isEqualTo(H3);
        assertThat(candidate(view, H4))
                .isEqualTo(Candidate.notOffered(H4, "its daemon has not said how busy it is"));
    }

    @Test
    void aHostIntoWhichTheContainerDoesNotFitIsNotOffered() {
        NetworkView view =
                star().hostLoad(H4, 0.0, 600)
                        .view()
                        .withFacts(
                                Map.of(
                                        SERVER,
                                        new ContainerFacts(
                                                Star.NOW,
                                                ByteCount.ofMiB(700),
                                                Optional.empty(),
                                                ByteCount.ZERO)));

        assertThat(target(view)).isEqualTo(H5);
        assertThat(candidate(view, H4).reason()).contains("and the container takes");
    }

    @Test
    void aHostWithoutAPathIsNotOffered() {
        NetworkView view = star().view().withRoutes(List.of());

        assertThat(decide(view, 1)).isInstanceOf(Decision.Stay.class);
        assertThat(((Decision.Stay) decide(view, 1)).reason())
                .isEqualTo(StayReason.NO_SUITABLE_HOST);
        assertThat(candidate(view, H4).reason()).isEqualTo("no path to it is known");
    }

    @Test
    void equalHostsAreDrawnFrom() {
        NetworkView view = star().hostLoad(H5, 0.2, 900).view();
        Set<HostId> drawn = new HashSet<>();
        for (long seed = 0; seed < 30; seed++) {
            drawn.add(((Decision.Move) decide(view, seed)).target());
        }

        assertThat(drawn).containsExactlyInAnyOrder(H4, H5);
    }

    @Test
    void staysWithoutASourceOrAFreeHost() {
        Decision without = new LeastLoadedPolicy().decide(Evaluation.ofAnySource(1), star().view());

        assertThat(((Decision.Stay) without).reason()).isEqualTo(StayReason.NO_SOURCE);
    }
}
