package io.transship.manager.sdn.openflow;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where every address is. Learns from ARP, IPv4 and IPv6, whose frames tell the place of a MAC
 * address and no more; what was announced, and where the hosts of the configuration are, holds
 * against what frames say. Lives on the event loop.
 */
final class HostTracker {

    /**
     * More addresses than these at one port are not learned: a flood must not fill the switches.
     */
    private static final int MOST_AT_A_PORT = 256;

    private record Entry(AttachedHost host, boolean announced) {

        Entry withoutIp() {
            return new Entry(new AttachedHost(host.mac(), Optional.empty(), host.at()), announced);
        }
    }

    private final Map<MacAddress, Entry> hosts = new TreeMap<>();
    private final Map<IpAddress, MacAddress> owners = new HashMap<>();
    private final Set<IpAddress> reserved = new HashSet<>();

    /** The host of the configuration that seemed to be at a port which leads to a switch. */
    private final Map<ConnectPoint, IpAddress> mistaken = new TreeMap<>();

    private final Predicate<ConnectPoint> isUp;
    private Predicate<MacAddress> onlyAnnounced = _ -> false;

    /** Knows nobody yet; {@code isUp} says whether a port is up. */
    HostTracker(Predicate<ConnectPoint> isUp) {
        this.isUp = isUp;
    }

    /** Where these are is not learned from frames, as long as nothing else is said. */
    void believeOnlyAnnouncementsOf(Predicate<MacAddress> these) {
        onlyAnnounced = these;
    }

    /** Whether only an announcement can tell where it is, and none has. */
    boolean awaitsAnnouncement(MacAddress mac) {
        Entry entry = hosts.get(mac);
        return onlyAnnounced.test(mac) && (entry == null || !entry.announced());
    }

    /** Whoever shows one of these addresses first keeps it, and his place, while his port is up. */
    void reserve(Set<IpAddress> addresses) {
        reserved.addAll(addresses);
    }

    Optional<AttachedHost> find(MacAddress mac) {
        return Optional.ofNullable(hosts.get(mac)).map(Entry::host);
    }

    Optional<AttachedHost> find(IpAddress ip) {
        return ownerOf(ip).map(Entry::host);
    }

    private Optional<Entry> ownerOf(IpAddress ip) {
        return Optional.ofNullable(owners.get(ip)).map(hosts::get);
    }

    /** The host whose address is reserved and shown there: not a container on it. */
    Optional<AttachedHost> stationAt(ConnectPoint at) {
        return all().stream()
                .filter(host -> host.at().equals(at))
                .filter(host -> host.ip().filter(reserved::contains).isPresent())
                .findFirst();
    }

    Collection<AttachedHost> all() {
        return hosts.values().stream().map(Entry::host).toList();
    }

    /** Whether the frame claims to come from an address whose place is settled, and does not. */
    boolean isImpostor(ConnectPoint at, Frame frame) {
        Entry entry = hosts.get(frame.source());
        return awaitsAnnouncement(frame.source())
                || (entry != null && isFixed(entry) && !entry.host().at().equals(at));
    }

    /** Learns from a frame that came in at a host's port; whether anything is new. */
    boolean learn(ConnectPoint at, Frame frame) {
        MacAddress mac = frame.source();
        Entry before = hosts.get(mac);
        if (!saysWhoSentIt(frame) || (before == null ? isFull(at) : isFixed(before))) {
            return false;
        }
        Optional<IpAddress> ip = speaksFor(frame, before).filter(known -> !isTaken(known));
        Optional<IpAddress> newest = ip.or(() -> before == null ? ip : before.host().ip());
        AttachedHost now = new AttachedHost(mac, newest, at);
        if (before != null && before.host().equals(now)) {
            return false;
        }
        ip.ifPresent(taken -> release(taken, mac));
        put(new Entry(now, false));
        newest.filter(reserved::contains).ifPresent(station -> takeAlong(station, at));
        return true;
    }

    /** What was announced where its host only seemed to be is where the host is. */
    private void takeAlong(IpAddress station, ConnectPoint to) {
        hosts.replaceAll(
                (mac, entry) ->
                        entry.announced() && station.equals(mistaken.get(entry.host().at()))
                                ? new Entry(new AttachedHost(mac, entry.host().ip(), to), true)
                                : entry);
        mistaken.remove(to);
    }

    /** From now on this holds whatever frames say. */
    void place(MacAddress mac, IpAddress ip, ConnectPoint at) {
        release(ip, mac);
        ConnectPoint known =
                Optional.ofNullable(mistaken.get(at))
                        .flatMap(this::find)
                        .map(AttachedHost::at)
                        .orElse(at);
        put(new Entry(new AttachedHost(mac, Optional.of(ip), known), true));
    }

    /** Ports at which the host that is attached here seemed to be. */
    Set<ConnectPoint> mistakenFor(ConnectPoint at) {
        Optional<IpAddress> station = stationAt(at).flatMap(AttachedHost::ip);
        return mistaken.entrySet().stream()
                .filter(each -> station.filter(each.getValue()::equals).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether there was such a host. */
    boolean forget(MacAddress mac) {
        Entry gone = hosts.remove(mac);
        if (gone != null) {
            disown(gone);
        }
        return gone != null;
    }

    private void put(Entry entry) {
        Entry before = hosts.put(entry.host().mac(), entry);
        if (before != null) {
            disown(before);
        }
        entry.host().ip().ifPresent(ip -> owners.put(ip, entry.host().mac()));
    }

    private void disown(Entry entry) {
        entry.host().ip().ifPresent(ip -> owners.remove(ip, entry.host().mac()));
    }

    /** Forgets what was learned at a port that is none of a host; whether that was anything. */
    boolean forgetLearnedAt(ConnectPoint at) {
        stationAt(at).flatMap(AttachedHost::ip).ifPresent(station -> mistaken.put(at, station));
        return hosts.values()
                .removeIf(
                        entry -> {
                            boolean goes = !entry.announced() && entry.host().at().equals(at);
                            if (goes) {
                                disown(entry);
                            }
                            return goes;
                        });
    }

    /**
     * ARP says which address a host has; IPv4 only if we know none, since routers pass frames on.
     */
    private static Optional<IpAddress> speaksFor(Frame frame, @Nullable Entry before) {
        if (frame.etherType() == Frame.ARP) {
            return frame.arp().filter(arp -> !arp.isProbe()).map(Frame.Arp::senderIp);
        }
        boolean known = before != null && before.host().ip().isPresent();
        return known ? Optional.empty() : frame.ipv4Source().filter(HostTracker::isOneHost);
    }

    private static boolean isOneHost(IpAddress ip) {
        return !ip.text().equals("0.0.0.0") && !ip.toInetAddress().isMulticastAddress();
    }

    private static boolean saysWhoSentIt(Frame frame) {
        MacAddress mac = frame.source();
        boolean speaks =
                frame.arp().isPresent() || frame.ipv4Source().isPresent() || frame.isIpv6();
        return speaks && !mac.isGroup() && mac.value() != 0;
    }

    private boolean isFixed(Entry entry) {
        boolean hasReserved = entry.host().ip().filter(reserved::contains).isPresent();
        return entry.announced() || (hasReserved && isUp.test(entry.host().at()));
    }

    private boolean isTaken(IpAddress ip) {
        return ownerOf(ip).filter(this::isFixed).isPresent();
    }

    private boolean isFull(ConnectPoint at) {
        return hosts.values().stream().filter(entry -> entry.host().at().equals(at)).count()
                >= MOST_AT_A_PORT;
    }

    /** An address belongs to the one who spoke for it last. */
    private void release(IpAddress ip, MacAddress newOwner) {
        ownerOf(ip)
                .filter(entry -> !entry.host().mac().equals(newOwner))
                .ifPresent(entry -> put(entry.withoutIp()));
    }
}
