package io.transship.lab.bench.decide;

import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.graph.DirectedWeightedMultigraph;

/**
 * The same question answered the way that thesis 5.4 reads literally: all paths (of at most the
 * shortest length) from the source's switch to each free host's are listed by JGraphT, each is
 * judged by its least residual, and the best host wins. It stops when its time is over.
 */
final class AllPathsBaseline {

    /** In a fat tree no shortest path is longer: up, up, down, down. */
    private static final int LONGEST = 4;

    private final NetworkView view;
    private final HostId source;
    private final Graph<DatapathId, Edge> graph = new DirectedWeightedMultigraph<>(Edge.class);

    /** A link in JGraphT's graph; two are different even if their links are equal. */
    static final class Edge {

        private final Link link;

        Edge(Link link) {
            this.link = link;
        }
    }

    /**
     * How far it came.
     *
     * @param best the best host so far, if any
     * @param hosts how many hosts it judged
     * @param paths how many paths it listed
     * @param took how long
     * @param finished whether it judged them all
     */
    record Outcome(Optional<HostId> best, int hosts, long paths, Duration took, boolean finished) {}

    AllPathsBaseline(NetworkView view, HostId source) {
        this.view = view;
        this.source = source;
        view.topology().switches().forEach(graph::addVertex);
        for (Link link : view.topology().links()) {
            graph.addEdge(link.from().datapath(), link.to().datapath(), new Edge(link));
        }
    }

    /**
     * Runs until its time is over.
     *
     * @param nanos the clock that counts
     */
    Outcome run(Duration atMost, LongSupplier nanos) {
        long begin = nanos.getAsLong();
        long end = begin + atMost.toNanos();
        AllDirectedPaths<DatapathId, Edge> all = new AllDirectedPaths<>(graph);
        DatapathId from = at(view.host(source).orElseThrow());
        Map<DatapathId, Optional<BitRate>> judged = new HashMap<>();
        Optional<HostId> best = Optional.empty();
        BitRate most = BitRate.ZERO;
        int hosts = 0;
        long paths = 0;
        List<Host> free = view.freeHosts();
        for (Host host : free) {
            if (nanos.getAsLong() > end) {
                break;
            }
            Optional<BitRate> toSwitch = judged.get(at(host));
            if (toSwitch == null) {
                List<GraphPath<DatapathId, Edge>> there =
                        all.getAllPaths(from, at(host), true, LONGEST);
                paths += there.size();
                toSwitch = there.stream().map(this::left).max(BitRate::compareTo);
                judged.put(at(host), toSwitch);
            }
            hosts++;
            Optional<BitRate> left = toSwitch.map(rate -> rate.min(access(host)));
            if (left.isPresent() && (best.isEmpty() || left.get().compareTo(most) > 0)) {
                best = Optional.of(host.id());
                most = left.get();
            }
        }
        return new Outcome(
                best,
                hosts,
                paths,
                Duration.ofNanos(nanos.getAsLong() - begin),
                hosts == free.size());
    }

    private BitRate left(GraphPath<DatapathId, Edge> path) {
        return path.getEdgeList().stream()
                .map(edge -> edge.link.capacity().minus(view.load(edge.link).orElseThrow()))
                .min(BitRate::compareTo)
                .orElse(new BitRate(Long.MAX_VALUE));
    }

    private BitRate access(Host host) {
        return host.accessCapacity()
                .orElseThrow()
                .minus(view.load(host.at().orElseThrow()).orElseThrow().tx());
    }

    private static DatapathId at(Host host) {
        return host.at().orElseThrow().datapath();
    }
}
