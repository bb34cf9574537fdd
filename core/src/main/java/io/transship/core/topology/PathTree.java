package io.transship.core.topology;

import static java.util.Objects.requireNonNull;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The ways from one connect point to all others, found in one walk over the network: the same ways
 * as {@link ShortestPaths#path} finds one by one. Immutable.
 *
 * <p>They are the same because both take, of all ways with the fewest links, the first in the order
 * of their links: the beginning of such a way is such a way itself, so a walk that keeps each layer
 * in that order meets every switch over its own way first.
 */
public final class PathTree {

    private final ConnectPoint source;
    private final boolean known;
    private final SequencedMap<DatapathId, Link> entries = new LinkedHashMap<>();

    private PathTree(Topology topology, ConnectPoint source) {
        this.source = source;
        this.known = topology.switches().contains(source.datapath());
        List<DatapathId> layer = known ? List.of(source.datapath()) : List.of();
        while (!layer.isEmpty()) {
            List<DatapathId> next = new ArrayList<>();
            for (DatapathId reached : layer) {
                for (Link link : topology.linksFrom(reached)) {
                    DatapathId to = link.to().datapath();
                    if (!to.equals(source.datapath()) && entries.putIfAbsent(to, link) == null) {
                        next.add(to);
                    }
                }
            }
            layer = next;
        }
    }

    /** The ways from {@code source}. */
    public static PathTree from(Topology topology, ConnectPoint source) {
        return new PathTree(topology, source);
    }

    /** Where the ways begin. */
    public ConnectPoint source() {
        return source;
    }

    /** For every switch but the first, the link over which it is reached; nearest first. */
    public SequencedMap<DatapathId, Link> entries() {
        return Collections.unmodifiableSequencedMap(entries);
    }

    /** Whether there is a way to that switch. */
    public boolean reaches(DatapathId datapath) {
        return known && (datapath.equals(source.datapath()) || entries.containsKey(datapath));
    }

    /** The way to a connect point. */
    public Optional<Path> path(ConnectPoint target) {
        if (!reaches(target.datapath())) {
            return Optional.empty();
        }
        List<Link> links = new ArrayList<>();
        DatapathId at = target.datapath();
        while (!at.equals(source.datapath())) {
            Link link = requireNonNull(entries.get(at), "a switch that is reached");
            links.add(link);
            at = link.from().datapath();
        }
        return Optional.of(new Path(source, target, links.reversed()));
    }
}
