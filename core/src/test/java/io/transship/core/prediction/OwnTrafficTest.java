package io.transship.core.prediction;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Residual;
import io.transship.core.view.Star;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class OwnTrafficTest {

    private static final Duration PERIOD = Duration.ofSeconds(4);

    @Test
    void betweenTwoReadingsItSentEvenly() {
        OwnTraffic own =
                OwnTraffic.NONE
                        .with(at(0), 0)
                        .with(at(10), payload(10 * 8))
                        .with(at(20), payload(10 * 8 + 10 * 2));

        assertThat(mbps(own, 0, 10)).isEqualTo(8);
        assertThat(mbps(own, 2, 6)).isEqualTo(8);
        assertThat(mbps(own, 8, 12)).isEqualTo(5);
        assertThat(mbps(own, 12, 14)).isEqualTo(2);
    }

    @Test
    void beforeTheFirstReadingAndAfterTheLastItSentNothing() {
        OwnTraffic own = OwnTraffic.NONE.with(at(10), 0).with(at(20), payload(80));

        assertThat(mbps(own, 0, 10)).isZero();
        assertThat(mbps(own, 6, 14)).isEqualTo(4);
        assertThat(mbps(own, 18, 26)).isEqualTo(2);
        assertThat(mbps(own, 20, 24)).isZero();
        assertThat(mbps(OwnTraffic.NONE, 0, 4)).isZero();
        assertThat(mbps(own, 14, 14)).isZero();
    }

    @Test
    void aReadingThatIsNotLaterOrIsLessChangesNothing() {
        OwnTraffic own = OwnTraffic.NONE.with(at(1), 5);

        assertThat(own.with(at(1), 9)).isEqualTo(own);
        assertThat(own.with(at(0), 9)).isEqualTo(own);
        assertThat(own.with(at(2), 4)).as("less than before").isEqualTo(own);
    }

    @Test
    void itIsTakenFromThePathsPortsInItsOwnDirection() {
        Star star = Star.scenario3().load(2, 1, 3, 4).linkLoad(2, 1, 3).linkLoad(1, 3, 3);
        OwnTraffic own = OwnTraffic.NONE.with(NOW.minus(PERIOD), 0).with(NOW, payload(2 * 4));

        NetworkView view = own.takenFrom(star.view(), H2, H3, PERIOD);

        assertThat(view.load(Star.hostPort(2)).orElseThrow().rx()).isEqualTo(BitRate.ofMbps(1));
        assertThat(view.load(Star.hostPort(2)).orElseThrow().tx()).isEqualTo(BitRate.ofMbps(4));
        assertThat(view.load(star.link(2, 1))).contains(BitRate.ofMbps(1));
        assertThat(view.load(star.link(1, 3))).contains(BitRate.ofMbps(1));
        assertThat(view.load(star.link(2, 5))).contains(BitRate.ZERO);
        assertThat(view.load(Star.hostPort(3)).orElseThrow().tx())
                .as("less than it sent was counted there")
                .isEqualTo(BitRate.ZERO);
    }

    @Test
    void withoutOtherTrafficTheBoundStays() {
        assertThat(bounds(12, 0, second -> 0)).containsOnly(9.0);
        assertThat(bounds(12, 1, second -> 0)).containsOnly(9.0);
        assertThat(bounds(12, 3, second -> 2)).containsOnly(7.2);
    }

    @Test
    void itFallsWhenOtherTrafficComesAndRisesWhenItGoes() {
        // 6 Mbit/s from second 20 to 40; the counters are read 1 s before each look, at 19, 23, …
        List<Double> bounds = bounds(16, 1, second -> second >= 20 && second < 40 ? 6 : 0);

        assertThat(bounds.subList(0, 6)).containsOnly(9.0);
        assertThat(bounds.get(6)).as("three quarters of the counted period").isEqualTo(4.95);
        assertThat(bounds.subList(7, 11)).containsOnly(3.6);
        assertThat(bounds.get(11)).as("a quarter of the counted period").isEqualTo(7.65);
        assertThat(bounds.subList(12, 16)).containsOnly(9.0);
    }

    /**
     * The bounds of a move on a path of 10 Mbit/s, in Mbit/s, one each period of 4 s; it sends as
     * much as it may.
     *
     * @param lag seconds from the end of the loads' measurement to the look at them
     * @param others what else goes over the path in each second, in Mbit/s
     */
    private static List<Double> bounds(int periods, int lag, IntToDoubleFunction others) {
        SendingRate rate = new SendingRate(BitRate.ZERO, 0.9);
        OwnTraffic own = OwnTraffic.NONE;
        List<Double> sent = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        double bound = (10 - others.applyAsDouble(0)) * 0.9;
        double payload = 0;
        for (int second = 0; second < periods * 4; second++) {
            if (second % 4 == 0) {
                own = own.with(at(second), Math.round(payload * 1e6 / 8));
                double load = 0;
                for (int back = second - lag - 4; back < second - lag; back++) {
                    load += others.applyAsDouble(back) + (back < 0 ? 0 : sent.get(back));
                }
                bound = bound(rate, own, at(second - lag), load / 4);
                bounds.add(Math.round(bound * 1000) / 1000.0);
            }
            sent.add(bound / SendingRate.PAYLOAD);
            payload += bound;
        }
        return bounds;
    }

    private static double bound(SendingRate rate, OwnTraffic own, Instant measured, double mbps) {
        Star star =
                Star.scenario1()
                        .measuredAt(measured)
                        .load(2, 1, mbps, 0)
                        .linkLoad(2, 1, mbps)
                        .linkLoad(1, 3, mbps)
                        .load(3, 1, 0, mbps);
        NetworkView view = own.takenFrom(star.view(), H2, H3, PERIOD);
        return Residual.of(H2, H3, view) instanceof Residual.Known known
                ? rate.bound(Optional.of(new SendingRate.Room(known.rate(), known.capacity())))
                        .mbps()
                : Double.NaN;
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    /** So many Mbit with headers, without them, in bytes. */
    private static long payload(double megabits) {
        return Math.round(megabits * 1e6 / 8 * SendingRate.PAYLOAD);
    }

    private static double mbps(OwnTraffic own, int from, int to) {
        return Math.round(own.rate(at(from), at(to)).mbps() * 1000) / 1000.0;
    }
}
