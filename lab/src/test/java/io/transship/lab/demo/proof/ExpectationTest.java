package io.transship.lab.demo.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thesis 7.2.1 to 7.2.3. */
class ExpectationTest {

    private static final List<String> FREE = List.of("h3", "h4", "h5");

    private static final Cables HETEROGENEOUS =
            star(new double[] {10, 10, 10, 5, 2}, new double[] {10, 10, 5, 2});
    private static final Cables BOTTLENECK =
            star(new double[] {10, 10, 10, 10, 10}, new double[] {5, 10, 10, 7});
    private static final Cables HOMOGENEOUS =
            star(new double[] {5, 5, 5, 5, 5}, new double[] {5, 5, 5, 5});

    @Test
    void inTheHeterogeneousCaseBandwidthTakesH3AndShortestPathH5() {
        assertThat(targets("bandwidth", HETEROGENEOUS)).containsExactly("h3");
        assertThat(targets("shortest-path", HETEROGENEOUS)).containsExactly("h5");
    }

    @Test
    void behindTheBottleneckBothTakeH5() {
        assertThat(targets("bandwidth", BOTTLENECK)).containsExactly("h5");
        assertThat(targets("shortest-path", BOTTLENECK)).containsExactly("h5");
    }

    @Test
    void inTheHomogeneousCaseBandwidthMayTakeAny() {
        assertThat(targets("bandwidth", HOMOGENEOUS)).containsExactlyElementsOf(FREE);
        assertThat(targets("shortest-path", HOMOGENEOUS)).containsExactly("h5");
        assertThat(targets("random", HOMOGENEOUS)).containsExactlyElementsOf(FREE);
    }

    @Test
    void thePathsCarryWhatTheThesisSays() {
        assertThat(FREE.stream().map(host -> HETEROGENEOUS.bottleneck("h2", host).mbps()))
                .containsExactly(10.0, 5.0, 2.0);
        assertThat(FREE.stream().map(host -> BOTTLENECK.bottleneck("h2", host).mbps()))
                .containsExactly(5.0, 5.0, 7.0);
        assertThat(HETEROGENEOUS.way("h2", "h3")).contains(List.of("h2", "s2", "s1", "s3", "h3"));
        assertThat(HETEROGENEOUS.way("h2", "h9")).isEmpty();
    }

    @Test
    void aPolicyOfOnesOwnCantBeCheckedHere() {
        assertThatThrownBy(() -> targets("mine", HOMOGENEOUS))
                .isInstanceOf(TransshipException.class);
    }

    private static Iterable<String> targets(String policy, Cables cables) {
        return Expectation.targets(policy, cables, "h2", FREE);
    }

    private static Cables star(double[] access, double[] trunks) {
        Cables cables = new Cables();
        for (int i = 0; i < access.length; i++) {
            cables.lay("s" + (i + 1), "h" + (i + 1), BitRate.ofMbps(access[i]));
        }
        cables.lay("s1", "s2", BitRate.ofMbps(trunks[0]));
        cables.lay("s1", "s3", BitRate.ofMbps(trunks[1]));
        cables.lay("s1", "s4", BitRate.ofMbps(trunks[2]));
        cables.lay("s2", "s5", BitRate.ofMbps(trunks[3]));
        return cables;
    }
}
