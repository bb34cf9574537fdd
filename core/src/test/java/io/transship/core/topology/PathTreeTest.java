package io.transship.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PathTreeTest {

    private static ConnectPoint port(long dpid, int port) {
        return new ConnectPoint(new DatapathId(dpid), port);
    }

    /** Loops, cables of two, directions that are missing, islands; links in any order. */
    private static Topology random(Random random) {
        int count = 1 + random.nextInt(9);
        Set<DatapathId> switches = new TreeSet<>();
        for (int n = 1; n <= count; n++) {
            switches.add(new DatapathId(n));
        }
        List<Link> links = new ArrayList<>();
        for (int n = 0; n < random.nextInt(4 * count); n++) {
            int from = 1 + random.nextInt(count);
            int to = 1 + random.nextInt(count);
            if (from != to) {
                links.add(
                        new Link(
                                port(from, 1 + random.nextInt(5)),
                                port(to, 1 + random.nextInt(5)),
                                BitRate.ofMbps(10),
                                Optional.empty()));
            }
        }
        Collections.shuffle(links, random);
        return new Topology(switches, links);
    }

    @Test
    void findsTheWaysThatForwardingTakes() {
        Random random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            Topology topology = random(random);
            ConnectPoint source = port(1, 99);
            PathTree tree = PathTree.from(topology, source);
            for (long n = 1; n <= 10; n++) {
                ConnectPoint target = port(n, 98);

                assertThat(tree.path(target))
                        .isEqualTo(ShortestPaths.path(topology, source, target));
            }
        }
    }

    @Test
    void reachesNothingFromASwitchThatIsNotThere() {
        PathTree tree = PathTree.from(Topology.empty(), port(1, 1));

        assertThat(tree.path(port(1, 2))).isEmpty();
        assertThat(tree.entries()).isEmpty();
    }
}
