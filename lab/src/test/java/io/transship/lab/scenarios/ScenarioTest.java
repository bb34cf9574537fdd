package io.transship.lab.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.BitRate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thesis 7.2: the least capacity on the way from h2 to each free host decides the outcome. */
class ScenarioTest {

    @ParameterizedTest
    @CsvSource({
        "1,h3,10", "1,h4,5", "1,h5,2", "2,h3,5", "2,h4,5", "2,h5,7", "3,h3,5", "3,h4,5", "3,h5,5"
    })
    void pathsFromTheSourceCarryWhatTheThesisSays(int scenario, String target, int mbps) {
        assertThat(Scenario.of(scenario).topology().bottleneck("h2", target))
                .isEqualTo(BitRate.ofMbps(mbps));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void isAStarOfFiveSwitchesWithAHostAtEach(int scenario) {
        LabTopology topology = Scenario.of(scenario).topology();

        assertThat(topology.hosts()).hasSize(5);
        assertThat(topology.trunks().stream().map(link -> link.a() + link.b()))
                .containsExactlyInAnyOrder("s1s2", "s1s3", "s1s4", "s2s5");
    }

    @Test
    void thereIsNoFourthScenario() {
        assertThatThrownBy(() -> Scenario.of(4)).hasMessageContaining("1, 2 and 3, not 4");
    }

    @ParameterizedTest
    @CsvSource({"star:5,5,4", "linear:4,4,3", "ring:4,4,4", "mesh:4,4,6", "tree:3,7,6", "ring,4,4"})
    void generatedShapesHaveTheirLinks(String shape, int switches, int trunks) {
        LabTopology topology = Shapes.parse(shape, BitRate.ofMbps(10));

        assertThat(topology.switches()).hasSize(switches);
        assertThat(topology.hosts()).hasSize(switches);
        assertThat(topology.trunks()).hasSize(trunks);
    }

    @Test
    void oneSwitchMayHaveEveryHost() {
        LabTopology topology = Shapes.parse("single:3", BitRate.ofMbps(10));

        assertThat(topology.switches()).hasSize(1);
        assertThat(topology.hosts()).hasSize(3);
        assertThat(topology.trunks()).isEmpty();
        assertThat(topology.links()).hasSize(3).allMatch(link -> link.a().equals("s1"));
    }

    @ParameterizedTest
    @CsvSource({"single:0", "ring:2", "torus:4", "tree:9", "mesh:0", "ring:4x"})
    void shapesThatCannotBeAreRefused(String shape) {
        assertThatThrownBy(() -> Shapes.parse(shape, BitRate.ofMbps(10)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHostWithTwoCablesIsRefused() {
        LabLink one = new LabLink("s1", "h1", BitRate.ofMbps(1));

        assertThatThrownBy(
                        () ->
                                new LabTopology(
                                        "twice",
                                        List.of(new LabSwitch(1)),
                                        List.of(new LabHost(1)),
                                        List.of(one, one)))
                .hasMessageContaining("h1 has 2 cables");
    }
}
