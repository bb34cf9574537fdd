package io.transship.core.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Switches and the links between them, at one moment. Immutable.
 *
 * <p>Hosts hang at connect points and are not part of it ({@link AttachedHost}).
 */
public final class Topology {

    private static final Comparator<Link> SMALLEST_NEXT =
            Comparator.comparing(Link::to).thenComparing(Link::from);

    private final SortedSet<DatapathId> switches;
    private final List<Link> links;
    private final SortedMap<DatapathId, List<Link>> linksFrom = new TreeMap<>();

    /**
     * A topology of these switches and links.
     *
     * @throws IllegalArgumentException if a link names a switch that is not there
     */
    public Topology(Set<DatapathId> switches, List<Link> links) {
        this.switches = new TreeSet<>(switches);
        this.links = List.copyOf(links);
        for (Link link : links) {
            if (!switches.contains(link.from().datapath())
                    || !switches.contains(link.to().datapath())) {
                throw new IllegalArgumentException("no such switch at an end of " + link);
            }
            linksFrom.computeIfAbsent(link.from().datapath(), none -> new ArrayList<>()).add(link);
        }
        linksFrom.replaceAll((from, list) -> list.stream().sorted(SMALLEST_NEXT).toList());
    }

    /** No switch at all. */
    public static Topology empty() {
        return new Topology(Set.of(), List.of());
    }

    /** All switches, smallest first. */
    public SortedSet<DatapathId> switches() {
        return java.util.Collections.unmodifiableSortedSet(switches);
    }

    /** All links, each direction of a cable by itself. */
    public List<Link> links() {
        return links;
    }

    /** The links that leave a switch: by the switch and port they lead to, then by their own. */
    public List<Link> linksFrom(DatapathId datapath) {
        return linksFrom.getOrDefault(datapath, List.of());
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
