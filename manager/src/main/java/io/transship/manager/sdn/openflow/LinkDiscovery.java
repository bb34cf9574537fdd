package io.transship.manager.sdn.openflow;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.LinkProbe;
import io.transship.manager.sdn.openflow.wire.SlidingMinimum;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.SwitchPort;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the links between switches by sealed probes, and their latency: a probe's travel time less
 * half of each end's round trip to us.
 *
 * <p>A port that comes up is probed at once and settles as a host's only when several probes, each
 * confirmed by its switch, have led nowhere: so a ring never sees a port flood that belongs to a
 * cable. Lives on the event loop.
 */
final class LinkDiscovery {

    private static final int FIRST_PROBES = 10;
    private static final int TRAVELS = 120;
    private static final int SILENT_BOTH_WAYS = 3;
    private static final int SILENT_ONE_WAY = 15;
    private static final int SILENT_CABLE = 30;
    private static final Duration OLDEST_PROBE = Duration.ofSeconds(5);
    private static final BitRate UNSTATED = BitRate.ofMbps(1000);

    /** The least difference in latency that a control channel can tell; latencies are multiples. */
    private static final long RESOLUTION_NANOS = 100_000;

    /** What is known of a port that is up. */
    private static final class Port {
        PortRole role = PortRole.SETTLING;
        @Nullable ConnectPoint peer;
        SlidingMinimum travels = new SlidingMinimum(TRAVELS);
        long lastArrival;
        long silentSince;
    }

    private final ControlLoop loop;
    private final Switches switches;
    private final LinkProbe probe;
    private final OpenFlowSettings settings;
    private final RandomGenerator random;
    private final Consumer<Topology> topologyChanged;
    private final Consumer<ConnectPoint> becameLink;
    private final Map<ConnectPoint, Port> ports = new TreeMap<>();
    private final List<Runnable> settling = new ArrayList<>();
    private boolean workingOff;
    private boolean telling;

    /**
     * Finds links.
     *
     * @param random for the times of probes
     * @param topologyChanged told of the topology after each change
     * @param becameLink told of each port that turns out to lead to a switch
     */
    LinkDiscovery(
            ControlLoop loop,
            Switches switches,
            LinkProbe probe,
            OpenFlowSettings settings,
            RandomGenerator random,
            Consumer<Topology> topologyChanged,
            Consumer<ConnectPoint> becameLink) {
        this.loop = loop;
        this.switches = switches;
        this.probe = probe;
        this.settings = settings;
        this.random = random;
        this.topologyChanged = topologyChanged;
        this.becameLink = becameLink;
    }

    /** What hangs there; empty if the port is not up. */
    Optional<PortRole> role(ConnectPoint at) {
        return Optional.ofNullable(ports.get(at)).map(port -> port.role);
    }

    /** Every port with hosts. */
    Set<ConnectPoint> edges() {
        Set<ConnectPoint> edges = new TreeSet<>();
        ports.forEach(
                (at, port) -> {
                    if (port.role == PortRole.EDGE) {
                        edges.add(at);
                    }
                });
        return edges;
    }

    void portUp(ConnectPoint at) {
        Port port = new Port();
        ports.put(at, port);
        Duration gap = settings.settleTime().dividedBy(FIRST_PROBES);
        for (int i = 0; i < FIRST_PROBES; i++) {
            schedule(at, port, gap.multipliedBy(i), () -> send(at));
        }
        schedule(at, port, settings.settleTime(), () -> settle(at, port));
        probeAgain(at, port);
    }

    void portDown(ConnectPoint at) {
        Port gone = ports.remove(at);
        boolean wasLink = gone != null && gone.peer != null;
        for (Port port : ports.values()) {
            if (at.equals(port.peer)) {
                forgetPeer(port);
                wasLink = true;
            }
        }
        if (wasLink) {
            changed();
        }
    }

    void switchGone(DatapathId datapath) {
        for (ConnectPoint at : List.copyOf(ports.keySet())) {
            if (at.datapath().equals(datapath)) {
                portDown(at);
            }
        }
        changed();
    }

    /** Tells of the topology; several changes of one moment are told together. */
    void changed() {
        if (!telling) {
            telling = true;
            loop.soon(
                    () -> {
                        telling = false;
                        topologyChanged.accept(topology());
                    });
        }
    }

    /** A frame of our ethertype came in. */
    void arrived(ConnectPoint at, Frame frame) {
        Optional<LinkProbe.Origin> origin = probe.read(frame);
        Port here = ports.get(at);
        if (origin.isEmpty() || here == null) {
            return;
        }
        ConnectPoint from = origin.get().from();
        long travel = loop.now() - origin.get().sentNanos();
        Port there = ports.get(from);
        if (there == null || from.equals(at) || travel < 0 || travel > OLDEST_PROBE.toNanos()) {
            return;
        }
        becomeLink(at, here);
        becomeLink(from, there);
        if (from.datapath().equals(at.datapath())) {
            return;
        }
        there.lastArrival = loop.now();
        if (!at.equals(there.peer)) {
            there.peer = at;
            there.travels = new SlidingMinimum(TRAVELS);
            changed();
        }
        there.travels.add(travel);
        if (here.peer == null) {
            send(at);
        }
    }

    /** To be called once each probe period. */
    void tick() {
        boolean changed = false;
        for (Port port : ports.values()) {
            changed |= expire(port);
        }
        if (changed) {
            changed();
        }
    }

    /** Switches and links as known now. */
    Topology topology() {
        Set<DatapathId> known = new TreeSet<>();
        switches.all().forEach(connection -> known.add(connection.datapath()));
        List<Link> links = new ArrayList<>();
        ports.forEach(
                (from, port) -> {
                    ConnectPoint to = port.peer;
                    if (to != null
                            && ports.containsKey(to)
                            && known.contains(from.datapath())
                            && known.contains(to.datapath())) {
                        links.add(new Link(from, to, capacity(from, to), latency(from, to, port)));
                    }
                });
        return new Topology(known, links);
    }

    private void schedule(ConnectPoint at, Port port, Duration delay, Runnable task) {
        var _ =
                loop.after(
                        delay,
                        () -> {
                            if (ports.get(at) == port) {
                                task.run();
                            }
                        });
    }

    private void send(ConnectPoint at) {
        switches.output(List.of(at), probe.frame(at, loop.now()));
    }

    /**
     * A new link's latency is wanted soon: closer probing at first. Each port keeps its own
     * irregular time, since probes that are sent together wait for one another in the switch.
     */
    private void probeAgain(ConnectPoint at, Port port) {
        boolean sampled = port.role != PortRole.LINK || port.travels.count() >= TRAVELS / 2;
        Duration gap = sampled ? settings.probePeriod() : settings.probePeriod().dividedBy(8);
        long jittered = random.nextLong(gap.toNanos() / 2, gap.toNanos() * 3 / 2);
        schedule(
                at,
                port,
                Duration.ofNanos(jittered),
                () -> {
                    measure(at);
                    probeAgain(at, port);
                });
    }

    /** The echo first: so the probe finds a switch that is awake, and a fresh round trip. */
    private void measure(ConnectPoint at) {
        switches.find(at.datapath())
                .ifPresent(
                        connection -> {
                            var _ = connection.measureRoundTrip().thenRun(() -> send(at));
                        });
    }

    /** All switches must have worked off their probes before silence means anything. */
    private void settle(ConnectPoint at, Port port) {
        settling.add(
                () -> {
                    if (ports.get(at) == port && port.role == PortRole.SETTLING) {
                        port.role = PortRole.EDGE;
                    }
                });
        workOff();
    }

    /**
     * Together, since thousands may come up at once; who comes meanwhile waits for the next time.
     */
    private void workOff() {
        if (workingOff || settling.isEmpty()) {
            return;
        }
        workingOff = true;
        List<Runnable> these = List.copyOf(settling);
        settling.clear();
        var _ =
                switches.barrierOfTheWilling()
                        .thenCompose(done -> switches.barrierOfTheWilling())
                        .thenRun(() -> these.forEach(Runnable::run))
                        .whenComplete(
                                (done, failure) -> {
                                    workingOff = false;
                                    workOff();
                                });
    }

    private void becomeLink(ConnectPoint at, Port port) {
        if (port.role != PortRole.LINK) {
            port.role = PortRole.LINK;
            becameLink.accept(at);
        }
        port.silentSince = 0;
    }

    /**
     * A full queue loses probes, too: a cable counts as broken only when it is silent in both
     * directions, or for long in one.
     */
    private boolean expire(Port port) {
        long period = settings.probePeriod().toNanos();
        if (port.peer == null) {
            boolean quiet = port.role == PortRole.LINK && port.silentSince != 0;
            if (quiet && loop.now() - port.silentSince > SILENT_CABLE * period) {
                port.role = PortRole.EDGE;
            }
            return false;
        }
        Port peer = ports.get(port.peer);
        long silence = loop.now() - port.lastArrival;
        long silenceBack =
                peer == null || peer.peer == null ? silence : loop.now() - peer.lastArrival;
        boolean broken =
                silence > SILENT_ONE_WAY * period
                        || Math.min(silence, silenceBack) > SILENT_BOTH_WAYS * period;
        if (broken) {
            forgetPeer(port);
        }
        return broken;
    }

    private void forgetPeer(Port port) {
        port.peer = null;
        port.silentSince = Math.max(1, loop.now());
    }

    private BitRate capacity(ConnectPoint from, ConnectPoint to) {
        BitRate stated =
                settings.capacities().betweenSwitches().get(Set.of(from.datapath(), to.datapath()));
        if (stated != null) {
            return stated;
        }
        return speed(from).map(one -> one.min(speed(to).orElse(one))).orElse(UNSTATED);
    }

    private Optional<BitRate> speed(ConnectPoint at) {
        return switches.find(at.datapath())
                .flatMap(connection -> connection.port(at.port()))
                .flatMap(SwitchPort::speed);
    }

    private Optional<Duration> latency(ConnectPoint from, ConnectPoint to, Port port) {
        OptionalLong travel = port.travels.least();
        if (travel.isEmpty()) {
            return Optional.empty();
        }
        long control = (roundTrip(from) + roundTrip(to)) / 2;
        long steps = Math.max(1, Math.ceilDiv(travel.getAsLong() - control, RESOLUTION_NANOS));
        return Optional.of(Duration.ofNanos(steps * RESOLUTION_NANOS));
    }

    private long roundTrip(ConnectPoint at) {
        return switches.find(at.datapath())
                .map(SwitchConnection::roundTripNanos)
                .orElse(OptionalLong.empty())
                .orElse(0);
    }
}
