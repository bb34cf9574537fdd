package io.transship.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.policy.catalog.PolicySettings;
import io.transship.core.view.Star;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The thesis' scenario 1 with a stream from h1 to the container on h2, which may not overload. */
class GainRulesTest {

    private static final MoveSource SOURCE = new MoveSource(Star.SERVER, Star.H2);
    private static final Circumstances NOW = Circumstances.of(MoveHistory.empty(), Star.NOW);

    private MoveLimits limits = MoveLimits.defaults();

    /** h3 has 10 Mbit/s, h4 has 5 and h5 has 2. */
    private static Star streamOf(double mbps) {
        return Star.scenario1().load(1, 1, mbps, 0).linkLoad(1, 2, mbps).load(2, 1, 0, mbps);
    }

    private Optional<String> objection(Star star, HostId target) {
        return new GainRules(limits)
                .objection(SOURCE, target, star.view(), true, NOW)
                .map(Objection::toString);
    }

    private Ruling rule(String policy, Star star) {
        return new Deliberation(limits, (view, _) -> view)
                .on(
                        PolicyCatalog.create(policy, PolicySettings.defaults()),
                        Evaluation.of(SOURCE, 1),
                        star.view(),
                        NOW,
                        Deliberation.Wish.MANAGER);
    }

    @Test
    void aFreeLinkThatTheStreamDoesNotFitIsNoRelief() {
        assertThat(objection(streamOf(8), Star.H4))
                .contains(
                        "mostLoad: it would fill 00:00:00:00:00:00:00:01–00:00:00:00:00:00:00:04 to"
                                + " 160 %, more than the 80 % of"
                                + " 00:00:00:00:00:00:00:01–00:00:00:00:00:00:00:02 that it relieves");
        assertThat(objection(streamOf(8), Star.H3)).as("as good as here").isEmpty();
    }

    @Test
    void whatIsThereAlreadyCounts() {
        assertThat(objection(streamOf(8).linkLoad(1, 3, 0.7), Star.H3))
                .as("wavers by a tenth")
                .isEmpty();
        assertThat(objection(streamOf(8).linkLoad(1, 3, 0.9), Star.H3).orElseThrow())
                .contains("to 89 %, more than the 80 %");
    }

    @Test
    void fullerIsNoHarmWhereThereIsRoom() {
        assertThat(objection(streamOf(3.9), Star.H4)).as("39 % become 78 %").isEmpty();
        assertThat(objection(streamOf(4.1), Star.H4)).as("41 % become 82 %").isPresent();
    }

    @Test
    void aLinkThatWasFullerThanThatMayBeRelieved() {
        Star shared = streamOf(4.5).linkLoad(1, 2, 9.5);

        assertThat(objection(shared, Star.H4)).as("95 % become 90 %").isEmpty();
    }

    @Test
    void whoAsksForNoSourcePromisesNothing() {
        assertThat(new GainRules(limits).objection(SOURCE, Star.H5, streamOf(8).view(), false, NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"shortest-path", "bandwidth", "least-loaded"})
    void thePolicyIsAskedAgainWithoutTheThinLinks(String policy) {
        Star star = streamOf(8);
        star.hostLoad(Star.H3, 0.9, 100).hostLoad(Star.H4, 0.1, 900).hostLoad(Star.H5, 0, 1000);

        Ruling ruling = rule(policy, star);

        assertThat(ruling.decision())
                .isInstanceOfSatisfying(
                        Decision.Move.class, move -> assertThat(move.target()).isEqualTo(Star.H3));
        assertThat(ruling.objection()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"shortest-path", "bandwidth"})
    void whereThereAreThinLinksAloneItStaysAndEachIsToldWhy(String policy) {
        Ruling ruling = rule(policy, streamOf(8).host(Star.H3, true, true));

        assertThat(ruling.decision()).isInstanceOf(Decision.Stay.class);
        assertThat(ruling.objection().orElseThrow().rule()).isEqualTo(Rule.MOST_LOAD);
        assertThat(ruling.decision().explanation().candidates())
                .filteredOn(each -> !each.host().equals(Star.H3) && !each.host().equals(Star.H1))
                .extracting(Candidate::reason)
                .hasSize(2)
                .allSatisfy(why -> assertThat(why).startsWith("mostLoad: it would fill"));
    }
}
