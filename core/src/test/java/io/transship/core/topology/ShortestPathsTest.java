package io.transship.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShortestPathsTest {

    private final List<Link> links = new ArrayList<>();

    @Test
    void takesTheFewestLinks() {
        cable(1, 1, 2, 1);
        cable(2, 2, 3, 1);
        cable(1, 2, 3, 2);

        assertThat(hops(1, 3)).containsExactly(3L);
    }

    @Test
    void goesRoundTheRingTheShorterWay() {
        ring(5);

        assertThat(hops(1, 3)).containsExactly(2L, 3L);
        assertThat(hops(1, 4)).containsExactly(5L, 4L);
    }

    @Test
    void breaksTiesByTheSmallestNextSwitchThenPort() {
        ring(4);
        assertThat(hops(1, 3)).containsExactly(2L, 3L);
        assertThat(hops(3, 1)).containsExactly(2L, 1L);

        cable(1, 9, 2, 9);
        Path path = path(1, 2).orElseThrow();
        assertThat(path.links().getFirst().from().port()).isEqualTo(1);
    }

    @Test
    void ordersSwitchesNearestFirst() {
        ring(6);

        assertThat(ShortestPaths.towards(topology(), dpid(1)).keySet())
                .containsExactly(dpid(2), dpid(6), dpid(3), dpid(5), dpid(4));
    }

    @Test
    void hasNoPathOverACableThatWorksTheOtherWayOnly() {
        links.add(new Link(port(2, 1), port(1, 1), BitRate.ofMbps(1), Optional.empty()));

        assertThat(path(1, 2)).isEmpty();
        assertThat(path(2, 1)).isPresent();
    }

    @Test
    void hasAPathWithoutLinksWithinASwitchAndNoneToAnUnknownSwitch() {
        ring(3);

        assertThat(path(1, 1).orElseThrow().links()).isEmpty();
        assertThat(path(1, 8)).isEmpty();
    }

    private void ring(int size) {
        for (int i = 1; i <= size; i++) {
            cable(i, 1, i % size + 1, 2);
        }
    }

    private void cable(long a, int portA, long b, int portB) {
        links.add(new Link(port(a, portA), port(b, portB), BitRate.ofMbps(1), Optional.empty()));
        links.add(new Link(port(b, portB), port(a, portA), BitRate.ofMbps(1), Optional.empty()));
    }

    private Topology topology() {
        Set<DatapathId> switches = new TreeSet<>();
        links.forEach(
                link -> switches.addAll(List.of(link.from().datapath(), link.to().datapath())));
        return new Topology(switches, links);
    }

    private Optional<Path> path(long from, long to) {
        return ShortestPaths.path(topology(), port(from, 100), port(to, 100));
    }

    private List<Long> hops(long from, long to) {
        return path(from, to).orElseThrow().links().stream()
                .map(link -> link.to().datapath().value())
                .toList();
    }

    private static DatapathId dpid(long value) {
        return new DatapathId(value);
    }

    private static ConnectPoint port(long datapath, int number) {
        return new ConnectPoint(dpid(datapath), number);
    }
}
