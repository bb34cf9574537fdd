package io.transship.core.policy.predictedcost;

import static io.transship.core.view.Star.H2;
import static io.transship.core.view.Star.H3;
import static io.transship.core.view.Star.H4;
import static io.transship.core.view.Star.H5;
import static io.transship.core.view.Star.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.prediction.Costs;
import io.transship.core.prediction.SendingRate;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Star;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictedCostPolicyTest {

    private static Decision decide(NetworkView view, MigrationMode mode) {
        return new PredictedCostPolicy(
                        new MovingSettings(mode, new SendingRate(BitRate.ZERO, 1), Costs.START))
                .decide(Evaluation.of(new MoveSource(SERVER, H2), 1), view);
    }

    private static HostId target(NetworkView view) {
        return ((Decision.Move) decide(view, MigrationMode.COPY)).target();
    }

    private static Candidate candidate(NetworkView view, HostId host) {
        return decide(view, MigrationMode.COPY).explanation().candidates().stream()
                .filter(each -> each.host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkView known(NetworkView view, long mebibytes) {
        return view.withFacts(
                Map.of(
                        SERVER,
                        new ContainerFacts(
                                Star.NOW,
                                ByteCount.ofMiB(mebibytes),
                                Optional.of(ByteCount.ofMiB(1)),
                                ByteCount.ZERO)));
    }

    @Test
    void movesOverTheWidestPathWhereNobodyElseSends() {
        assertThat(target(Star.scenario1().view())).isEqualTo(H3);
        assertThat(target(Star.scenario2().view())).isEqualTo(H5);
    }

    @Test
    void theCostIsTheDowntimeAndWhatTheMoveTakesOfTheMostLoadedLink() {
        NetworkView view = known(Star.scenario3().linkLoad(2, 5, 4).view(), 8);
        double bits = 8 * 8.0 * (1 << 20);
        double rate = 1e6;
        double downtime = 60 + 8 * 0.6 + bits / rate * 1e3 + 70 + 8 * 0.6 + 15;
        double taken = bits / 5e6 * 1e3;

        assertThat(candidate(view, H5).score().orElseThrow().value())
                .isCloseTo(downtime + taken * 0.8, within(1.0));
        assertThat(candidate(view, H5).reason()).contains("80 % busy").contains("1.00 Mbit/s");
    }

    @Test
    void ofTwoEquallyFastPathsTheOneThatHurtsOthersLessIsTaken() {
        NetworkView view =
                known(
                        Star.scenario1().linkLoad(1, 3, 5).view(), // 5 of 10 left; h4 has 5 of 5
                        64);

        assertThat(target(view)).isEqualTo(H4);
    }

    @Test
    void loadsThatAreExpectedCountMoreThanThoseOfNow() {
        Star star = Star.scenario3();
        NetworkView view = star.view();
        assertThat(candidate(view, H3).score()).isEqualTo(candidate(view, H5).score());

        NetworkView soon =
                view.withExpectedLoads(
                        List.of(
                                new PortLoad(
                                        Star.port(2, 1),
                                        Star.NOW.plusSeconds(10),
                                        BitRate.ZERO,
                                        BitRate.ofMbps(3))));

        assertThat(target(soon)).isEqualTo(H5);
    }

    @Test
    void aContainerThatWasNeverMeasuredIsAssumedAndThatIsSaid() {
        assertThat(candidate(Star.scenario1().view(), H3).reason())
                .contains("its memory is not known");
        assertThat(candidate(known(Star.scenario1().view(), 64), H3).reason())
                .doesNotContain("not known");
    }

    @Test
    void aPathWithAnUnmeasuredLinkIsNotOffered() {
        NetworkView view = Star.scenario1().unmeasured(Star.hostPort(3)).view();

        assertThat(candidate(view, H3))
                .isEqualTo(
                        Candidate.notOffered(
                                H3, "the load of the access link of h3 has not been measured"));
    }

    @Test
    void preCopyIsReckonedByHowFastMemoryChanges() {
        NetworkView view = known(Star.scenario1().view(), 64);

        Decision.Move copy = (Decision.Move) decide(view, MigrationMode.COPY);
        Decision.Move ahead = (Decision.Move) decide(view, MigrationMode.PRE_COPY);

        assertThat(ahead.explanation().candidates().getFirst().score().orElseThrow().value())
                .isNotEqualTo(
                        copy.explanation().candidates().getFirst().score().orElseThrow().value());
    }
}
