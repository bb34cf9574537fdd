package io.transship.lab.bench.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Residual;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** What the bench measures is a decision that is right. */
class OneDecisionTest {

    private static BitRate left(NetworkView view, HostId source, HostId target) {
        return ((Residual.Known) Residual.of(source, target, view)).rate();
    }

    @Test
    void theNetworkIsTheFatTreeOfTheLiterature() {
        NetworkView view = new FatTree(8, 1).view();

        assertThat(view.topology().switches()).hasSize(80).hasSize(FatTree.switches(8));
        assertThat(view.hosts()).hasSize(128).hasSize(FatTree.hosts(8));
        assertThat(view.topology().links()).hasSize(512).hasSize(FatTree.links(8));
    }

    @Test
    void theChosenHostIsAmongTheBestAndAllAreExplained() {
        FatTree network = new FatTree(6, 3);
        OneDecision decision = new OneDecision(network);
        NetworkView routed = decision.routed();
        HostId source = network.source().host();
        BitRate most =
                routed.freeHosts().stream()
                        .map(host -> left(routed, source, host.id()))
                        .max(BitRate::compareTo)
                        .orElseThrow();

        Decision.Move move = (Decision.Move) decision.decide(7);

        assertThat(left(routed, source, move.target()).bps())
                .isGreaterThanOrEqualTo((long) (most.bps() * 0.95));
        assertThat(move.explanation().candidates()).hasSize(6 * 6 * 6 / 4 - 1);
        assertThat(move.explanation().candidates().stream().skip(1).toList())
                .as("best first, equal ones by name")
                .isSortedAccordingTo(
                        Comparator.comparing(
                                        (Candidate each) -> -each.score().orElseThrow().value())
                                .thenComparing(Candidate::host));
    }

    @Test
    void theBaselineJudgesAllHostsOverAllPaths() {
        FatTree network = new FatTree(4, 3);

        AllPathsBaseline.Outcome outcome =
                new AllPathsBaseline(network.view(), network.source().host())
                        .run(Duration.ofMinutes(5), System::nanoTime);

        assertThat(outcome.finished()).isTrue();
        assertThat(outcome.hosts()).isEqualTo(15);
        // to itself 1; in the pod 2 (k/2); to 6 switches of other pods 4 (k²/4) each
        assertThat(outcome.paths()).isEqualTo(1 + 2 + 6 * 4);
    }
}
