package io.transship.core.topology;

import static java.util.Objects.requireNonNull;

import io.transship.core.model.Adjacency;
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
import java.util.OptionalInt;
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
        Adjacency adjacency = topology.adjacency();
        OptionalInt root = adjacency.number(source.datapath());
        this.known = root.isPresent();
        root.ifPresent(number -> walk(adjacency, number));
    }

    /** Layer by layer; a switch that is met again is nearer already. */
    private void walk(Adjacency adjacency, int root) {
        boolean[] met = new boolean[adjacency.switches()];
        int[] inOrder = new int[adjacency.switches()];
        int count = 0;
        met[root] = true;
        inOrder[count++] = root;
        for (int next = 0; next < count; next++) {
            int end = adjacency.firstLink(inOrder[next] + 1);
            for (int link = adjacency.firstLink(inOrder[next]); link < end; link++) {
                int head = adjacency.head(link);
                if (!met[head]) {
                    met[head] = true;
                    inOrder[count++] = head;
                    Link entry = adjacency.link(link);
                    entries.put(entry.to().datapath(), entry);
                }
            }
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
