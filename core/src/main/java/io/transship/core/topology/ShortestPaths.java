package io.transship.core.topology;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Ways with the fewest links. Where several are equally short the switch with the smallest datapath
 * id, then the smallest port, is next: so the answer depends on the topology alone, and measured
 * latencies and loads, which change all the time, never move a flow.
 */
public final class ShortestPaths {

    private static final Comparator<Link> SMALLEST_NEXT =
            Comparator.comparing(Link::to).thenComparing(Link::from);

    private ShortestPaths() {}

    /**
     * For every switch that reaches {@code root}, the link it takes; the root itself has none.
     * Nearest switches first: laid in this order, flows never lead in a circle.
     */
    public static SequencedMap<DatapathId, Link> towards(Topology topology, DatapathId root) {
        Map<DatapathId, List<Link>> linksTo = new TreeMap<>();
        for (Link link : topology.links()) {
            linksTo.computeIfAbsent(link.to().datapath(), none -> new ArrayList<>()).add(link);
        }
        SequencedMap<DatapathId, Link> tree = new LinkedHashMap<>();
        List<DatapathId> layer = List.of(root);
        while (!layer.isEmpty()) {
            Map<DatapathId, Link> next = new TreeMap<>();
            for (DatapathId reached : layer) {
                for (Link link : linksTo.getOrDefault(reached, List.of())) {
                    DatapathId from = link.from().datapath();
                    if (!from.equals(root) && !tree.containsKey(from)) {
                        next.merge(from, link, ShortestPaths::smaller);
                    }
                }
            }
            tree.putAll(next);
            layer = List.copyOf(next.keySet());
        }
        return Collections.unmodifiableSequencedMap(tree);
    }

    /** The way that {@link #towards} gives from one connect point to another. */
    public static Optional<Path> path(Topology topology, ConnectPoint source, ConnectPoint target) {
        if (!topology.switches().contains(source.datapath())
                || !topology.switches().contains(target.datapath())) {
            return Optional.empty();
        }
        Map<DatapathId, Link> tree = towards(topology, target.datapath());
        List<Link> links = new ArrayList<>();
        DatapathId at = source.datapath();
        while (!at.equals(target.datapath())) {
            Link link = tree.get(at);
            if (link == null) {
                return Optional.empty();
            }
            links.add(link);
            at = link.to().datapath();
        }
        return Optional.of(new Path(source, target, links));
    }

    private static Link smaller(Link one, Link other) {
        return SMALLEST_NEXT.compare(one, other) <= 0 ? one : other;
    }
}
