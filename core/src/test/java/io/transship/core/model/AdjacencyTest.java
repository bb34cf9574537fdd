package io.transship.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdjacencyTest {

    private static final DatapathId SMALL = new DatapathId(1);
    private static final DatapathId LARGE = new DatapathId(0x7fff_ffff_ffff_ffffL);
    private static final DatapathId LARGEST = new DatapathId(-1);

    private static Link link(DatapathId from, int port, DatapathId to, int entry) {
        return new Link(
                new ConnectPoint(from, port),
                new ConnectPoint(to, entry),
                BitRate.ofMbps(10),
                Optional.empty());
    }

    @Test
    void switchesAreNumberedByTheirUnsignedIds() {
        Adjacency adjacency = new Topology(Set.of(LARGEST, SMALL, LARGE), List.of()).adjacency();

        assertThat(adjacency.switches()).isEqualTo(3);
        assertThat(adjacency.number(SMALL)).hasValue(0);
        assertThat(adjacency.number(LARGE)).hasValue(1);
        assertThat(adjacency.number(LARGEST)).hasValue(2);
        assertThat(adjacency.number(new DatapathId(2))).isEmpty();
    }

    @Test
    void linksAreNumberedByWhereTheyLeaveAndThenByWhereTheyLead() {
        List<Link> inOrder =
                List.of(
                        link(SMALL, 3, LARGE, 1),
                        link(SMALL, 1, LARGE, 2),
                        link(SMALL, 2, LARGEST, 1),
                        link(LARGEST, 1, SMALL, 2));
        List<Link> given = new ArrayList<>(inOrder.reversed());
        Topology topology = new Topology(Set.of(LARGEST, SMALL, LARGE), given);
        Adjacency adjacency = topology.adjacency();

        for (int link = 0; link < inOrder.size(); link++) {
            assertThat(adjacency.link(link)).isEqualTo(inOrder.get(link));
        }
        assertThat(List.of(adjacency.head(0), adjacency.head(1), adjacency.head(2)))
                .containsExactly(1, 1, 2);
        assertThat(topology.linksFrom(SMALL)).isEqualTo(inOrder.subList(0, 3));
        assertThat(topology.linksFrom(LARGE)).isEmpty();
        assertThat(topology.linksFrom(new DatapathId(2))).isEmpty();
    }

    @Test
    void aLinkToASwitchThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> new Topology(Set.of(SMALL), List.of(link(SMALL, 1, LARGE, 1))))
                .hasMessageContaining("no such switch at an end of");
    }
}
