package io.transship.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * Which switch leads to which, by numbers, in arrays: what walks over a large network looks at no
 * object that it does not need. Immutable.
 *
 * <p>Switches are numbered from 0 by their datapath ids, smallest first; links from 0 by the switch
 * that they leave, then by the switch and port they lead to, then by their own port.
 */
public final class Adjacency {

    private static final Comparator<Link> SMALLEST_NEXT =
            Comparator.comparing(Link::to).thenComparing(Link::from);

    private final long[] ids;
    private final List<Link> links;
    private final int[] firstLinks;
    private final int[] heads;

    /**
     * Of these switches and links.
     *
     * @throws IllegalArgumentException if a link names a switch that is not there
     */
    Adjacency(SortedSet<DatapathId> switches, List<Link> unordered) {
        ids = switches.stream().mapToLong(Adjacency::signed).toArray();
        List<List<Link>> bySwitch = new ArrayList<>();
        for (int number = 0; number < ids.length; number++) {
            bySwitch.add(new ArrayList<>());
        }
        for (Link link : unordered) {
            bySwitch.get(known(link.from().datapath(), link)).add(link);
        }
        List<Link> ordered = new ArrayList<>(unordered.size());
        firstLinks = new int[ids.length + 1];
        for (int number = 0; number < ids.length; number++) {
            List<Link> leaving = bySwitch.get(number);
            leaving.sort(SMALLEST_NEXT);
            ordered.addAll(leaving);
            firstLinks[number + 1] = ordered.size();
        }
        links = List.copyOf(ordered);
        heads = links.stream().mapToInt(link -> known(link.to().datapath(), link)).toArray();
    }

    /** How many switches there are. */
    public int switches() {
        return ids.length;
    }

    /** The number of a switch; empty if it is not there. */
    public OptionalInt number(DatapathId datapath) {
        int number = find(datapath);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The first of the links that leave a switch; they end before the first one of the next. */
    public int firstLink(int number) {
        return firstLinks[number];
    }

    /** The number of the switch that a link leads to. */
    public int head(int link) {
        return heads[link];
    }

    /** A link by its number. */
    public Link link(int link) {
        return links.get(link);
    }

    /** The links that leave a switch. */
    List<Link> linksFrom(int number) {
        return links.subList(firstLinks[number], firstLinks[number + 1]);
    }

    private int known(DatapathId datapath, Link link) {
        int number = find(datapath);
        if (number < 0) {
            throw new IllegalArgumentException("no such switch at an end of " + link);
        }
        return number;
    }

    private int find(DatapathId datapath) {
        return Arrays.binarySearch(ids, signed(datapath));
    }

    /** In the order of signed numbers, for ids are unsigned. */
    private static long signed(DatapathId datapath) {
        return datapath.value() ^ Long.MIN_VALUE;
    }
}
