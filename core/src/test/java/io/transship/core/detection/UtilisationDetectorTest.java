package io.transship.core.detection;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Star;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finds a port whose smoothed load stays over a share of its capacity. */
class UtilisationDetectorTest {

    private static final AggregateHistory NOTHING = AggregateHistory.of(java.util.Map.of());

    private Detector detector = new UtilisationDetector(UtilisationSettings.defaults());

    /** Feeds one load of h2's port each second; the detections, second by second. */
    private List<Detection> feed(double... mbps) {
        List<Detection> detections = new ArrayList<>();
        for (int second = 0; second < mbps.length; second++) {
            detections.add(step(second, mbps[second]));
        }
        return detections;
    }

    private Detection step(int second, double mbps) {
        NetworkView view = view(second, mbps);
        Detector.Step step = detector.step(view, NOTHING, view.at());
        detector = step.next();
        return step.detection();
    }

    private static NetworkView view(int second, double mbps) {
        Instant now = Star.NOW.plusSeconds(second);
        NetworkView view = Star.scenario1().view();
        return NetworkView.of(
                now,
                view.topology(),
                view.hosts().values(),
                view.placement(),
                List.of(new PortLoad(Star.hostPort(2), now, BitRate.ZERO, BitRate.ofMbps(mbps))));
    }

    /** Between two checks a minute apart, with the default period of measurement. */
    private void measureUntilTheNextCheck(double mbps) {
        for (int second = 4; second < 60; second += 4) {
            detector = ((LoadObserver) detector).observe(view(second, mbps));
        }
    }

    private static double[] steady(double mbps, int seconds) {
        double[] loads = new double[seconds];
        java.util.Arrays.fill(loads, mbps);
        return loads;
    }

    @Test
    void findsAPortOverTheShareForTheTime() {
        List<Detection> detections = feed(steady(9.5, 12));

        assertThat(detections.subList(0, 10))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Detection.Quiet.class));
        assertThat(detections.get(10))
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found -> {
                            assertThat(found.source()).isEqualTo(new MoveSource(SERVER, H2));
                            assertThat(found.overSince()).isEqualTo(Star.NOW);
                        });
    }

    @Test
    void twoBurstsAMinuteApartAreNoOverloadThatLasts() {
        var _ = step(0, 9.5);
        measureUntilTheNextCheck(1);

        assertThat(step(60, 9.5)).isInstanceOf(Detection.Quiet.class);
    }

    @Test
    void anOverloadThatBeganBetweenTwoChecksIsFoundByTheNextOne() {
        var _ = step(0, 1);
        measureUntilTheNextCheck(9.5);

        assertThat(step(60, 9.5))
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found ->
                                assertThat(found.overSince())
                                        .isBetween(
                                                Star.NOW.plusSeconds(4), Star.NOW.plusSeconds(20)));
    }

    @Test
    void aShortDipDoesNotMatterALoadBelowTheShareDoes() {
        double[] dip = steady(9.5, 14);
        dip[5] = 7;

        assertThat(feed(dip)).anyMatch(Detection.Found.class::isInstance);
        detector = detector.reset();
        assertThat(feed(steady(7.5, 60))).noneMatch(Detection.Found.class::isInstance);
    }
}
