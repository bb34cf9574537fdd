package io.transship.lab.bench.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.lab.bench.poll.PollNetwork.Cable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cables of the simulated network. */
class PollNetworkTest {

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 4", "10, 24", "1000, 4", "1000, 24"})
    void eachOfTheFirstPortsHasOneCableToAnotherSwitch(int switches, int links) {
        List<Cable> cables = new PollNetwork(switches, 24, links).cables();

        Set<List<Integer>> ends = new HashSet<>();
        for (Cable cable : cables) {
            assertThat(cable.from()).isNotEqualTo(cable.to());
            assertThat(ends.add(List.of(cable.from(), cable.fromPort()))).isTrue();
            assertThat(ends.add(List.of(cable.to(), cable.toPort()))).isTrue();
        }
        assertThat(ends)
                .hasSize(switches * links)
                .allMatch(end -> end.get(1) >= 1 && end.get(1) <= links);
    }
}
