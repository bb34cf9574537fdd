package io.transship.core.effect;

import io.transship.core.effect.LinkChange.Side;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a move would do to every link that it concerns: the container's traffic is taken off the
 * ways of its old place and put on those of its new one.
 *
 * <p>The container's traffic is what its host's port carries, in equal parts if several containers
 * are there; port counters tell no more, so it is the most that it can be. With whom it is
 * exchanged is estimated ({@link Gravity}); the ways are those with the fewest links.
 *
 * @param sends the container's traffic out of its host
 * @param receives the container's traffic into its host
 * @param changes every link that is left, joined or kept, most loaded before first
 * @param unmeasured links of these ways whose load or capacity is not known
 */
public record MoveEffects(
        BitRate sends, BitRate receives, List<LinkChange> changes, List<String> unmeasured) {

    /** Nothing is known. */
    private static final MoveEffects UNKNOWN =
            new MoveEffects(BitRate.ZERO, BitRate.ZERO, List.of(), List.of());

    private static final Comparator<LinkChange> BUSIEST_FIRST =
            Comparator.comparing(
                            (LinkChange change) ->
                                    Math.max(change.shareBefore(), change.shareAfter()))
                    .reversed()
                    .thenComparing(LinkChange::port)
                    .thenComparing(LinkChange::transmitted);

    /** Copies the lists. */
    public MoveEffects {
        changes = List.copyOf(changes);
        unmeasured = List.copyOf(unmeasured);
    }

    /** The effects of a move; without changes if too little is known of either host. */
    public static MoveEffects of(MoveSource source, HostId target, NetworkView view) {
        Optional<Host> from = view.host(source.host()).filter(host -> host.at().isPresent());
        Optional<Host> to = view.host(target).filter(host -> host.at().isPresent());
        Optional<PortLoad> load = from.flatMap(Host::at).flatMap(view::load);
        if (to.isEmpty() || load.isEmpty()) {
            return UNKNOWN;
        }
        int there = Math.max(1, view.placement().containersOn(source.host()).size());
        BitRate sends = new BitRate(load.get().rx().bps() / there);
        BitRate receives = new BitRate(load.get().tx().bps() / there);
        Flows flows = new Flows(new Ways(view), from.get(), to.get());
        Gravity.senders(from.get(), view)
                .forEach((partner, share) -> flows.receive(partner, share * receives.bps()));
        Gravity.receivers(from.get(), view)
                .forEach((partner, share) -> flows.send(partner, share * sends.bps()));
        return flows.effects(sends, receives, view);
    }

    /**
     * How much less crowded the links are that the container joins than those that it leaves, each
     * by its busiest as measured now; empty if one of them is not known, or nothing is left.
     */
    public Optional<Gain> gain() {
        Optional<LinkChange> here = busiest(Side.LEFT);
        Optional<LinkChange> there = busiest(Side.JOINED);
        return here.filter(link -> link.before().bps() > 0)
                .flatMap(left -> there.map(joined -> new Gain(left, joined)));
    }

    /**
     * The fullest link that the move relieves and the fullest that it fills, the latter as
     * predicted; empty if one of them is not known, or nothing is relieved.
     */
    public Optional<Crowding> crowding() {
        Optional<LinkChange> relieved =
                changes.stream()
                        .filter(change -> change.after().bps() < change.before().bps())
                        .max(Comparator.comparing(LinkChange::shareBefore));
        Optional<LinkChange> filled =
                changes.stream()
                        .filter(change -> change.after().bps() > change.before().bps())
                        .max(Comparator.comparing(LinkChange::shareAfter));
        return relieved.flatMap(left -> filled.map(joined -> new Crowding(left, joined)));
    }

    private Optional<LinkChange> busiest(Side side) {
        return changes.stream()
                .filter(change -> change.side() == side)
                .max(Comparator.comparing(LinkChange::shareBefore));
    }

    /** What the container's traffic leaves and joins. */
    private static final class Flows {

        private final Ways ways;
        private final Host from;
        private final Host to;
        private final Map<Hop, Double> left = new HashMap<>();
        private final Map<Hop, Double> joined = new HashMap<>();

        Flows(Ways ways, Host from, Host to) {
            this.ways = ways;
            this.from = from;
            this.to = to;
        }

        void receive(Host partner, double bps) {
            ways.between(partner, from).ifPresent(way -> put(way, left, bps));
            if (!partner.id().equals(to.id())) {
                ways.between(partner, to).ifPresent(way -> put(way, joined, bps));
            }
        }

        void send(Host partner, double bps) {
            ways.between(from, partner).ifPresent(way -> put(way, left, bps));
            if (!partner.id().equals(to.id())) {
                ways.between(to, partner).ifPresent(way -> put(way, joined, bps));
            }
        }

        private static void put(List<Hop> way, Map<Hop, Double> where, double bps) {
            way.forEach(hop -> where.merge(hop, bps, Double::sum));
        }

        MoveEffects effects(BitRate sends, BitRate receives, NetworkView view) {
            Map<ConnectPoint, BitRate> capacities = capacities(view);
            Set<Hop> all = new LinkedHashSet<>(left.keySet());
            all.addAll(joined.keySet());
            List<LinkChange> changes = new ArrayList<>();
            List<String> unmeasured = new ArrayList<>();
            for (Hop hop : all) {
                Optional<BitRate> load = hop.load(view);
                BitRate capacity = capacities.get(hop.port());
                if (load.isEmpty() || capacity == null) {
                    unmeasured.add(hop.from() + "–" + hop.to());
                } else {
                    changes.add(change(hop, load.get(), capacity));
                }
            }
            changes.sort(BUSIEST_FIRST);
            unmeasured.sort(Comparator.naturalOrder());
            return new MoveEffects(sends, receives, changes, unmeasured);
        }

        private LinkChange change(Hop hop, BitRate load, BitRate capacity) {
            double after =
                    Math.max(0, load.bps() - left.getOrDefault(hop, 0.0))
                            + joined.getOrDefault(hop, 0.0);
            Side side =
                    !joined.containsKey(hop)
                            ? Side.LEFT
                            : left.containsKey(hop) ? Side.KEPT : Side.JOINED;
            return new LinkChange(
                    hop.from(),
                    hop.to(),
                    hop.port(),
                    hop.transmitted(),
                    capacity,
                    load,
                    new BitRate(Math.round(after)),
                    side);
        }

        private static Map<ConnectPoint, BitRate> capacities(NetworkView view) {
            Map<ConnectPoint, BitRate> capacities = new HashMap<>();
            view.topology().links().forEach(link -> capacities.put(link.from(), link.capacity()));
            view.hosts()
                    .values()
                    .forEach(
                            host ->
                                    host.at()
                                            .ifPresent(
                                                    at ->
                                                            host.accessCapacity()
                                                                    .ifPresent(
                                                                            rate ->
                                                                                    capacities.put(
                                                                                            at,
                                                                                            rate))));
            return capacities;
        }
    }
}
