package io.transship.core.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transship.core.effect.LinkChange.Side;
import io.transship.core.model.BitRate;
import io.transship.core.model.ContainerId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Star;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The thesis' network: h1 behind s1 sends 4 Mbit/s to the container on h2, over s1 and s2. */
class MoveEffectsTest {

    private static final String S1 = "00:00:00:00:00:00:00:01";
    private static final String S2 = "00:00:00:00:00:00:00:02";
    private static final String S3 = "00:00:00:00:00:00:00:03";

    private final Star star = Star.scenario2().load(1, 1, 4, 0).linkLoad(1, 2, 4).load(2, 1, 0, 4);

    private MoveEffects toH3() {
        return MoveEffects.of(new MoveSource(Star.SERVER, Star.H2), Star.H3, star.view());
    }

    private static List<String> names(MoveEffects effects, Side side) {
        return effects.changes().stream()
                .filter(change -> change.side() == side)
                .map(LinkChange::name)
                .sorted()
                .toList();
    }

    @Test
    void theTrafficLeavesTheOldWayAndJoinsTheNewOne() {
        MoveEffects effects = toH3();

        assertThat(effects.receives()).isEqualTo(BitRate.ofMbps(4));
        assertThat(names(effects, Side.LEFT)).containsExactly(S1 + "–" + S2, S2 + "–h2");
        assertThat(names(effects, Side.JOINED)).containsExactly(S1 + "–" + S3, S3 + "–h3");
        assertThat(names(effects, Side.KEPT)).containsExactly("h1–" + S1);
        assertThat(effects.changes())
                .filteredOn(change -> change.name().equals(S1 + "–" + S2))
                .singleElement()
                .satisfies(
                        link -> {
                            assertThat(link.shareBefore()).isEqualTo(0.8);
                            assertThat(link.after()).isEqualTo(BitRate.ZERO);
                        });
        assertThat(effects.changes())
                .filteredOn(change -> change.name().equals(S1 + "–" + S3))
                .singleElement()
                .satisfies(link -> assertThat(link.shareAfter()).isEqualTo(0.4));
        assertThat(effects.unmeasured()).isEmpty();
    }

    @Test
    void theGainComparesTheBusiestLinksOfBothPlaces() {
        star.linkLoad(1, 3, 6);

        Gain gain = toH3().gain().orElseThrow();

        assertThat(gain.left().name()).isEqualTo(S1 + "–" + S2);
        assertThat(gain.joined().name()).isEqualTo(S1 + "–" + S3);
        assertThat(gain.share()).isCloseTo(1 - 0.6 / 0.8, within(1e-9));
    }

    @Test
    void severalContainersShareWhatTheirHostCarries() {
        star.placement(Map.of(Star.SERVER, Star.H2, new ContainerId("other"), Star.H2));

        assertThat(toH3().receives()).isEqualTo(BitRate.ofMbps(2));
        assertThat(toH3().changes())
                .filteredOn(change -> change.name().equals(S1 + "–" + S2))
                .singleElement()
                .satisfies(link -> assertThat(link.after()).isEqualTo(BitRate.ofMbps(2)));
    }

    @Test
    void whatIsNotMeasuredIsNamedAndNeverZero() {
        star.unmeasured(Star.port(1, 3)).unmeasured(Star.port(3, 1));

        assertThat(toH3().unmeasured()).containsExactly(S1 + "–" + S3);
        assertThat(names(toH3(), Side.JOINED)).containsExactly(S3 + "–h3");
        star.unmeasured(Star.hostPort(2));
        assertThat(toH3().changes()).isEmpty();
        assertThat(toH3().gain()).isEmpty();
    }

    @Test
    void aQuietPlaceHasNothingToGainFrom() {
        assertThat(
                        MoveEffects.of(
                                        new MoveSource(Star.SERVER, Star.H2),
                                        Star.H3,
                                        Star.scenario2().view())
                                .gain())
                .isEmpty();
    }
}
