package io.transship.core.detection;

import static io.transship.core.detection.Traffic.S1;
import static io.transship.core.detection.Traffic.S2;
import static io.transship.core.detection.Traffic.S3;
import static io.transship.core.detection.Traffic.at;
import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Star;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Thesis 5.4 and 6.1.1, algorithms 1 and 2, with the thresholds of the published prototype. */
class ThesisDetectorTest {

    private static final Duration DEFAULT = Duration.ofSeconds(4);
    private static final Duration CUSTOMIZED = Duration.ofSeconds(1);
    private static final ContainerId OTHER = new ContainerId("server-2");

    private final Detector detector = new ThesisDetector(DetectionSettings.defaults());

    private static NetworkView view(Star star, Instant now) {
        NetworkView view = star.load(2, 1, 0.3, 9.7).view();
        return NetworkView.of(
                        now,
                        view.topology(),
                        view.hosts().values(),
                        view.placement(),
                        view.loads().values())
                .withRoutes(view.routes());
    }

    private static Detector.Step step(Detector detector, Traffic traffic, double seconds) {
        return step(detector, traffic, seconds, Star.scenario1());
    }

    private static Detector.Step step(
            Detector detector, Traffic traffic, double seconds, Star star) {
        return detector.step(view(star, at(seconds)), traffic.history(), at(seconds));
    }

    /** Ten quiet minutes are behind us, then the switch is heavy from second 4 on. */
    private static Traffic heavy() {
        return new Traffic()
                .reading(S1, 0, 50_000)
                .reading(S2, 0, 20_000)
                .differences(S1, 0, DEFAULT, 3500)
                .differences(S2, 0, DEFAULT, 3500);
    }

    @Test
    void algorithm1SelectsSwitchesOverBothThresholdsWithAContainer() {
        Detection detection = step(detector, heavy(), 4).detection();

        assertThat(detection).isInstanceOf(Detection.Watch.class);
        Detection.Watch watch = (Detection.Watch) detection;
        assertThat(watch.switches()).containsExactly(S2);
        assertThat(watch.until()).isEqualTo(at(14));
        assertThat(watch.evidence().switches())
                .anySatisfy(
                        one -> {
                            assertThat(one.datapath()).isEqualTo(S2);
                            assertThat(one.packetCount()).isEqualTo(23_500);
                            assertThat(one.difference()).isEqualTo(3500);
                            assertThat(one.busyHosts()).containsExactly(H2);
                            assertThat(one.heavy()).isTrue();
                        })
                .anySatisfy(
                        one -> {
                            assertThat(one.datapath()).isEqualTo(S1);
                            assertThat(one.busyHosts()).isEmpty();
                            assertThat(one.heavy()).isFalse();
                        });
    }

    @Test
    void oneThresholdAloneIsNotEnough() {
        Traffic fewPackets = new Traffic().reading(S2, 0, 100).differences(S2, 0, DEFAULT, 9000);
        Traffic littleDifference =
                new Traffic().reading(S2, 0, 90_000).differences(S2, 0, DEFAULT, 400);

        assertThat(step(detector, fewPackets, 4).detection()).isInstanceOf(Detection.Quiet.class);
        assertThat(step(detector, littleDifference, 4).detection())
                .isInstanceOf(Detection.Quiet.class);
    }

    @Test
    void aLateReadingDoesNotLookLikeHeavyTraffic() {
        Traffic late = new Traffic().reading(S2, 0, 90_000).reading(S2, 12, 90_000 + 3 * 390);

        assertThat(step(detector, late, 12).detection()).isInstanceOf(Detection.Quiet.class);
    }

    @Test
    void aCountThatFellIsUnknown() {
        Traffic reset = new Traffic().reading(S2, 0, 90_000).reading(S2, 4, 30_000);

        Detection detection = step(detector, reset, 4).detection();

        assertThat(detection).isInstanceOf(Detection.Quiet.class);
        assertThat(detection.evidence().switches()).isEmpty();
    }

    @Test
    void algorithm2FindsTheSwitchThatKeepsGrowingAndItsBusiestContainerPort() {
        Traffic traffic = heavy();
        Detector watching = step(detector, traffic, 4).next();
        traffic.differences(S2, 4, CUSTOMIZED, 870, 872, 875, 880, 881, 885, 890, 891, 895, 900);

        assertThat(step(watching, traffic, 9).detection()).isInstanceOf(Detection.Watch.class);
        Detector.Step concluded = step(watching, traffic, 14);

        assertThat(concluded.detection()).isInstanceOf(Detection.Found.class);
        Detection.Found found = (Detection.Found) concluded.detection();
        assertThat(found.source()).isEqualTo(new MoveSource(SERVER, H2));
        assertThat(found.port()).isEqualTo(Star.hostPort(2));
        assertThat(found.overSince()).isEqualTo(at(4));
        assertThat(found.evidence().growth().getFirst().growing()).isTrue();
        assertThat(found.evidence().ports().getFirst().consumption().orElseThrow())
                .hasToString("9.70 Mbit/s");
        assertThat(found.evidence().ports().getFirst().available().orElseThrow())
                .hasToString("300.0 kbit/s");
    }

    @Test
    void aSaturatedLinkIsFoundUnderNoise() {
        SplittableRandom noise = new SplittableRandom(3);
        for (int round = 0; round < 2000; round++) {
            Traffic traffic = heavy();
            Detector watching = step(detector, traffic, 4).next();
            // 870 packets a second; the switch's counters are up to half a second old, and the
            // answers come up to 50 ms late.
            for (int second = 5; second <= 14; second++) {
                double age = noise.nextDouble(0.5);
                traffic.reading(
                        S2,
                        second + noise.nextDouble(0.05),
                        23_500 + Math.round(870 * (second - 4 + 0.5 - age)));
            }
            assertThat(step(watching, traffic, 14.1).detection())
                    .isInstanceOf(Detection.Found.class);
        }
    }

    @Test
    void aBurstThatEndsIsNotFound() {
        Traffic traffic = heavy();
        Detector watching = step(detector, traffic, 4).next();
        traffic.differences(S2, 4, CUSTOMIZED, 870, 870, 870, 400, 100, 0, 0, 0, 0, 0);

        Detector.Step concluded = step(watching, traffic, 14);

        assertThat(concluded.detection()).isInstanceOf(Detection.Quiet.class);
        assertThat(concluded.detection().evidence().growth().getFirst().growing()).isFalse();
    }

    @Test
    void toTheLetterOnlyALinkThatFillsUpIsFound() {
        Detector literal =
                new ThesisDetector(
                        new DetectionSettings(
                                10_000, 400, DEFAULT, CUSTOMIZED, Duration.ofSeconds(10), 0, 1));
        Traffic steady = heavy();
        Detector watching = step(literal, steady, 4).next();
        steady.differences(S2, 4, CUSTOMIZED, 870, 869, 871, 870);
        Traffic growing = heavy().differences(S2, 4, CUSTOMIZED, 500, 600, 700, 800);

        assertThat(step(watching, steady, 14).detection()).isNotInstanceOf(Detection.Found.class);
        assertThat(step(watching, growing, 14).detection()).isInstanceOf(Detection.Found.class);
    }

    @Test
    void whatIsHeavyStillIsWatchedAgainAtOnce() {
        Traffic traffic = heavy();
        Detector watching = step(detector, traffic, 4).next();
        traffic.differences(S2, 4, CUSTOMIZED, 900, 900, 900, 900, 900, 10, 10, 10, 900, 900);

        Detection.Watch again = (Detection.Watch) step(watching, traffic, 14).detection();

        assertThat(again.since()).isEqualTo(at(14));
        assertThat(again.until()).isEqualTo(at(24));
        assertThat(again.evidence().growth()).isNotEmpty();
    }

    @Test
    void ofSeveralTheGreatestLastDifferenceWins() {
        Star star = Star.scenario1().placement(Map.of(SERVER, H2, OTHER, H3)).load(3, 1, 0, 9);
        Traffic traffic = heavy().reading(S3, 0, 20_000).differences(S3, 0, DEFAULT, 3000);
        Detector.Step first = step(detector, traffic, 4, star);
        traffic.differences(S2, 4, CUSTOMIZED, 500, 510, 520, 530, 540)
                .differences(S3, 4, CUSTOMIZED, 300, 500, 700, 800, 900);

        assertThat(((Detection.Watch) first.detection()).switches()).containsExactly(S2, S3);
        assertThat(step(first.next(), traffic, 14, star).detection())
                .isInstanceOfSatisfying(
                        Detection.Found.class,
                        found -> assertThat(found.source()).isEqualTo(new MoveSource(OTHER, H3)));
    }

    @Test
    void anUnmeasuredPortIsNeverTheSource() {
        Traffic traffic = heavy();
        Star star = Star.scenario1();
        Detector watching = step(detector, traffic, 4, star).next();
        traffic.differences(S2, 4, CUSTOMIZED, 870, 870, 870, 870, 870, 870, 870, 870);
        NetworkView seen = view(star, at(14));
        NetworkView blind =
                NetworkView.of(
                        at(14),
                        seen.topology(),
                        seen.hosts().values(),
                        seen.placement(),
                        java.util.Set.of());

        assertThat(watching.step(blind, traffic.history(), at(14)).detection())
                .isInstanceOf(Detection.Watch.class);
    }

    @Test
    void aSwitchThatFellSilentIsNotHeavyForEver() {
        assertThat(step(detector, heavy(), 16).detection()).isInstanceOf(Detection.Watch.class);
        assertThat(step(detector, heavy(), 16.1).detection()).isInstanceOf(Detection.Quiet.class);
    }

    @Test
    void nothingReadNothingFound() {
        assertThat(step(detector, new Traffic(), 4).detection())
                .isInstanceOf(Detection.Quiet.class);
        assertThat(step(detector, new Traffic().reading(S2, 4, 90_000), 4).detection())
                .isInstanceOf(Detection.Quiet.class);
    }
}
