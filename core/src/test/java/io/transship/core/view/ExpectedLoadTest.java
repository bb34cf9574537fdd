package io.transship.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A forecast where there is one, else the load now. */
class ExpectedLoadTest {

    private static Link link(NetworkView view) {
        return view.topology().links().getFirst();
    }

    private static PortLoad load(NetworkView view, double mbps) {
        return new PortLoad(
                link(view).from(), view.at().plusSeconds(12), BitRate.ZERO, BitRate.ofMbps(mbps));
    }

    @Test
    void aLinkWithoutForecastIsExpectedToStayAsItIs() {
        NetworkView bare = Star.scenario1().view();
        NetworkView view =
                NetworkView.of(
                        bare.at(),
                        bare.topology(),
                        bare.hosts().values(),
                        bare.placement(),
                        List.of(load(bare, 3)));

        assertThat(view.expectedLoad(link(view))).contains(BitRate.ofMbps(3));
        assertThat(view.withExpectedLoads(List.of(load(view, 7))).expectedLoad(link(view)))
                .contains(BitRate.ofMbps(7));
        assertThat(view.withExpectedLoads(List.of(load(view, 7))).load(link(view)))
                .contains(BitRate.ofMbps(3));
    }

    @Test
    void whatIsNeitherMeasuredNorForecastIsUnknown() {
        NetworkView bare = Star.scenario1().view();
        NetworkView view =
                NetworkView.of(bare.at(), bare.topology(), List.of(), bare.placement(), List.of());

        assertThat(view.expectedLoad(link(view))).isEmpty();
        assertThat(view.expectedLoad(link(view).from())).isEmpty();
    }
}
