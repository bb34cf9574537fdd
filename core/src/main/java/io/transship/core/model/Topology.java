package io.transship.core.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Switches and the links between them, at one moment. Immutable.
 *
 * <p>Hosts hang at connect points and are not part of it ({@link AttachedHost}).
 */
public final class Topology {

    private final SortedSet<DatapathId> switches;
    private final List<Link> links;
    private final Adjacency adjacency;

    /**
     * A topology of these switches and links.
     *
     * @throws IllegalArgumentException if a link names a switch that is not there
     */
    public Topology(Set<DatapathId> switches, List<Link> links) {
        this.switches = new TreeSet<>(switches);
        this.links = List.copyOf(links);
        this.adjacency = new Adjacency(this.switches, this.links);
    }

    /** No switch at all. */
    public static Topology empty() {
        return new Topology(Set.of(), List.of());
    }

    /** All switches, smallest first. */
    public SortedSet<DatapathId> switches() {
        return Collections.unmodifiableSortedSet(switches);
    }

    /** All links, each direction of a cable by itself. */
    public List<Link> links() {
        return links;
    }

    /** The links that leave a switch: by the switch and port they lead to, then by their own. */
    public List<Link> linksFrom(DatapathId datapath) {
        OptionalInt number = adjacency.number(datapath);
        return number.isEmpty() ? List.of() : adjacency.linksFrom(number.getAsInt());
    }

    /** The same by numbers, for those who walk over all of it. */
    public Adjacency adjacency() {
        return adjacency;
    }

    /** Every connect point that has a switch on the other side. */
    public Map<ConnectPoint, ConnectPoint> peers() {
        Map<ConnectPoint, ConnectPoint> peers = new TreeMap<>();
        links.forEach(link -> peers.put(link.from(), link.to()));
        return peers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topology that
                && switches.equals(that.switches)
                && links.equals(that.links);
    }

    @Override
    public int hashCode() {
        return 31 * switches.hashCode() + links.hashCode();
    }
}
