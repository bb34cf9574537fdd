package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Topology;
import io.transship.core.topology.ShortestPaths;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.floodlight.FloodlightApi.Device;
import io.transship.manager.sdn.floodlight.StaticEntry.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redirects by static entries. Floodlight can't hold: frames to the container are dropped on all
 * switches from before the dump on, and frames from it from before the restore on, so that an
 * undecided copy is neither reached nor heard; the routes lie beneath already, the last switch's
 * first, when the dropping ends.
 *
 * <p>The routes stay until Floodlight itself has learned where the container is: its own entries
 * are renewed by the very traffic they lead astray, and it believes in an old place for long.
 * Thread-safe.
 */
final class FloodlightRedirect implements TrafficRedirect {

    private static final Logger LOG = LoggerFactory.getLogger(FloodlightRedirect.class);

    /** Floodlight's own entries end when they were idle for five seconds. */
    private static final Duration OWN_ENTRIES_GONE = Duration.ofSeconds(6);

    /** Routes of an earlier life whose container nobody announces are nobody's. */
    private static final Duration ANNOUNCED_WITHIN = Duration.ofMinutes(2);

    private static final Pattern NAME =
            Pattern.compile(StaticEntry.PREFIX + "([0-9a-f]{12})-(route|hold|fence)-[0-9a-f]{16}");

    private record Route(ConnectPoint target, long laidAt) {}

    private final NetworkWatch watch;
    private final EntryBook book;
    private final Places places;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final ReentrantLock work = new ReentrantLock();
    private final Map<MacAddress, Set<Kind>> held = new ConcurrentHashMap<>();
    private final Map<MacAddress, Route> routes = new TreeMap<>();

    /** Whose routes have done their work in this life of ours. */
    private final Set<MacAddress> ended = new TreeSet<>();

    /** Whether Floodlight has nothing of ours that it should not have. */
    private boolean tidy;

    FloodlightRedirect(NetworkWatch watch, EntryBook book, Places places, LongSupplier nanoTime) {
        this.watch = watch;
        this.book = book;
        this.places = places;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    /** The entries outlast the lease by far: see {@link StaticEntry#FENCE_LASTS}. */
    @Override
    public HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease) {
        if (!lease.isPositive() || lease.compareTo(StaticEntry.FENCE_LASTS) > 0) {
            throw new IllegalArgumentException("a lease is not " + lease);
        }
        return working(
                () -> {
                    boolean first = !held.containsKey(mac);
                    try {
                        drop(mac, Kind.HOLD);
                    } catch (TransshipException e) {
                        if (first) {
                            held.remove(mac);
                        }
                        throw e;
                    }
                    return new Handle(mac, nanoTime.getAsLong());
                });
    }

    /** A restart of Floodlight takes the entries away until we have noticed. */
    @Override
    public boolean keepsFrames() {
        return false;
    }

    private void drop(MacAddress mac, Kind kind) {
        Set<DatapathId> switches = watch.look().topology().switches();
        if (switches.isEmpty()) {
            throw new TransshipException(
                    FailureCode.NETWORK_UNAVAILABLE, "no switch is connected to Floodlight.");
        }
        held.computeIfAbsent(mac, _ -> EnumSet.noneOf(Kind.class)).add(kind);
        tidy = false;
        book.lay(drops(mac, kind, switches));
    }

    private static List<StaticEntry> drops(
            MacAddress mac, Kind kind, Collection<DatapathId> switches) {
        return switches.stream().map(each -> StaticEntry.drop(kind, mac, each)).toList();
    }

    /** The last switch's first, so that no switch sends frames to one that does not know yet. */
    private static List<StaticEntry> routes(
            MacAddress mac, ConnectPoint target, Topology topology) {
        List<StaticEntry> entries = new ArrayList<>();
        entries.add(StaticEntry.route(mac, target));
        for (Link link : ShortestPaths.towards(topology, target.datapath()).values()) {
            entries.add(StaticEntry.route(mac, link.from()));
        }
        return entries;
    }

    private void layRoutes(MacAddress mac, ConnectPoint target) {
        Topology topology = watch.look().topology();
        if (!topology.switches().contains(target.datapath())) {
            throw new TransshipException(
                    FailureCode.NETWORK_UNAVAILABLE,
                    "the switch of " + target + " is not connected to Floodlight.");
        }
        routes.put(mac, new Route(target, nanoTime.getAsLong()));
        ended.remove(mac);
        tidy = false;
        book.lay(book.missing(routes(mac, target, topology)));
    }

    private HoldReport release(MacAddress mac, ConnectPoint target, long heldSince) {
        layRoutes(mac, target);
        Topology topology = watch.image().topology();
        List<DatapathId> order = new ArrayList<>();
        order.add(target.datapath());
        order.addAll(ShortestPaths.towards(topology, target.datapath()).keySet());
        topology.switches().stream().filter(each -> !order.contains(each)).forEach(order::add);
        List<StaticEntry> holds = drops(mac, Kind.HOLD, order);
        int dropped = (int) Math.min(Integer.MAX_VALUE, book.packets(holds));
        List<StaticEntry> all = new ArrayList<>(drops(mac, Kind.FENCE, order));
        all.addAll(holds);
        book.remove(all);
        held.remove(mac);
        routes.put(mac, new Route(target, nanoTime.getAsLong()));
        Duration lasted = Duration.ofNanos(nanoTime.getAsLong() - heldSince);
        return new HoldReport(0, 0, 0, dropped, lasted);
    }

    /** Whether frames of this container are dropped. */
    boolean holds(MacAddress mac) {
        return held.containsKey(mac);
    }

    /** The container is gone, and its routes go. */
    void forget(MacAddress mac) {
        work.lock();
        try {
            routes.remove(mac);
            ended.add(mac);
            tidy = false;
        } finally {
            work.unlock();
        }
    }

    /**
     * Sees to it that Floodlight has what it should: after its restart, after ours, and when the
     * network has changed. Left out while an order is carried out.
     */
    void tend(NetworkImage now) {
        if (!work.tryLock()) {
            return;
        }
        try {
            follow(now);
            List<StaticEntry> wanted = wanted(now);
            if (!wanted.isEmpty() || !tidy) {
                tidy = book.reconcile(wanted, this::mayGo);
            }
        } catch (TransshipException e) {
            LOG.warn("Our entries can't be looked after now: {}", e.line());
        } finally {
            work.unlock();
        }
    }

    /** Routes follow announcements, and end when Floodlight knows by itself. */
    private void follow(NetworkImage now) {
        routes.replaceAll(
                (mac, route) ->
                        places.announced(mac)
                                .filter(at -> !held.containsKey(mac) && !at.equals(route.target()))
                                .map(at -> new Route(at, nanoTime.getAsLong()))
                                .orElse(route));
        List<MacAddress> settled =
                routes.entrySet().stream()
                        .filter(each -> isSettled(each.getKey(), each.getValue(), now))
                        .map(Map.Entry::getKey)
                        .toList();
        settled.forEach(this::forget);
    }

    private boolean isSettled(MacAddress mac, Route route, NetworkImage now) {
        boolean old = nanoTime.getAsLong() - route.laidAt() > OWN_ENTRIES_GONE.toNanos();
        return old
                && !held.containsKey(mac)
                && now.devices().stream()
                        .filter(device -> device.mac().equals(mac))
                        .map(Device::at)
                        .anyMatch(Optional.of(route.target())::equals);
    }

    private List<StaticEntry> wanted(NetworkImage now) {
        Set<DatapathId> switches = now.topology().switches();
        List<StaticEntry> wanted = new ArrayList<>();
        held.forEach(
                (mac, kinds) -> kinds.forEach(kind -> wanted.addAll(drops(mac, kind, switches))));
        routes.forEach(
                (mac, route) -> {
                    if (switches.contains(route.target().datapath())) {
                        wanted.addAll(routes(mac, route.target(), now.topology()));
                    }
                });
        return wanted;
    }

    /** Of an earlier life: what keeps an undecided copy apart stays, and so do routes, for now. */
    private boolean mayGo(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return true;
        }
        MacAddress mac = new MacAddress(Long.parseLong(parts.group(1), 16));
        if (held.containsKey(mac) || routes.containsKey(mac) || ended.contains(mac)) {
            return !held.containsKey(mac);
        }
        return !places.isUndecided(mac) && (!parts.group(2).equals("route") || mayRouteGo(mac));
    }

    private boolean mayRouteGo(MacAddress mac) {
        Optional<ConnectPoint> at = places.announced(mac);
        at.ifPresent(target -> routes.put(mac, new Route(target, nanoTime.getAsLong())));
        return at.isEmpty() && nanoTime.getAsLong() - startedAt > ANNOUNCED_WITHIN.toNanos();
    }

    private <T> T working(Supplier<T> piece) {
        work.lock();
        try {
            return piece.get();
        } finally {
            work.unlock();
        }
    }

    /** What the coordinator has in its hand. */
    private final class Handle implements HeldTraffic {

        private final MacAddress mac;
        private final long since;

        Handle(MacAddress mac, long since) {
            this.mac = mac;
            this.since = since;
        }

        @Override
        public void fence() {
            work.lock();
            try {
                requireHeld();
                drop(mac, Kind.FENCE);
            } finally {
                work.unlock();
            }
        }

        @Override
        public void prepareRoutes(ConnectPoint target) {
            work.lock();
            try {
                requireHeld();
                layRoutes(mac, target);
            } finally {
                work.unlock();
            }
        }

        @Override
        public HoldReport releaseTo(ConnectPoint target) {
            return working(
                    () -> {
                        requireHeld();
                        return release(mac, target, since);
                    });
        }

        private void requireHeld() {
            if (!held.containsKey(mac)) {
                throw new TransshipException(
                        FailureCode.MIGRATION_IN_PROGRESS,
                        "the frames of " + mac + " are being let go already.");
            }
        }
    }
}
