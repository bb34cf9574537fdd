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
            Instant now = Star.NOW.plusSeconds(second);
            NetworkView view = Star.scenario1().view();
            NetworkView loaded =
                    NetworkView.of(
                            now,
                            view.topology(),
                            view.hosts().values(),
                            view.placement(),
                            List.of(
                                    new PortLoad(
                                            Star.hostPort(2),
                                            now,
                                            BitRate.ZERO,
                                            BitRate.ofMbps(mbps[second]))));
            Detector.Step step = detector.step(loaded, NOTHING, now);
            detector = step.next();
            detections.add(step.detection());
        }
        return detections;
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
    void aShortDipDoesNotMatterALoadBelowTheShareDoes() {
        double[] dip = steady(9.5, 14);
        dip[5] = 7;

        assertThat(feed(dip)).anyMatch(Detection.Found.class::isInstance);
        detector = detector.reset();
        assertThat(feed(steady(7.5, 60))).noneMatch(Detection.Found.class::isInstance);
    }
}
