package io.transship.manager.sdn.openflow.discovery;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.LinkProbe;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.SwitchPort;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
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
public final class LinkDiscovery {

    private static final int SILENT_BOTH_WAYS = 3;
    private static final int SILENT_ONE_WAY = 15;
    private static final int SILENT_CABLE = 30;
    private static final Duration OLDEST_PROBE = Duration.ofSeconds(5);
    private static final BitRate UNSTATED = BitRate.ofMbps(1000);

    /** The least difference in latency that a control channel can tell; latencies are multiples. */
    private static final long RESOLUTION_NANOS = 100_000;

    /**
     * Rest after telling, and after all switches have worked off their probes, as a multiple of
     * what it took: it is never all that we do.
     */
    private static final int REST = 2;

    private final ControlLoop loop;
    private final Switches switches;
    private final LinkProbe probe;
    private final DiscoverySettings settings;
    private final ProbeRounds rounds;
    private final Consumer<Topology> topologyChanged;
    private final Consumer<ConnectPoint> becameLink;
    private final SortedMap<DatapathId, SwitchPorts> ports = new TreeMap<>();
    private final SortedMap<ConnectPoint, UpPort> links = new TreeMap<>();
    private final List<Runnable> settling = new ArrayList<>();
    private @Nullable Topology topology;
    private boolean workingOff;
    private boolean telling;
    private long restUntil = Long.MIN_VALUE;
    private long ticks;

    /**
     * Finds links.
     *
     * @param random for the times of probes
     * @param topologyChanged told of the topology after each change
     * @param becameLink told of each port that turns out to lead to a switch
     */
    public LinkDiscovery(
            ControlLoop loop,
            Switches switches,
            LinkProbe probe,
            DiscoverySettings settings,
            RandomGenerator random,
            Consumer<Topology> topologyChanged,
            Consumer<ConnectPoint> becameLink) {
        this.loop = loop;
        this.switches = switches;
        this.probe = probe;
        this.settings = settings;
        this.rounds = new ProbeRounds(loop, switches, probe, settings, random);
        this.topologyChanged = topologyChanged;
        this.becameLink = becameLink;
    }

    /** What hangs there; empty if the port is not up. */
    public Optional<PortRole> role(ConnectPoint at) {
        return find(at).map(UpPort::role);
    }

    /** Every port with hosts. */
    public Set<ConnectPoint> edges() {
        Set<ConnectPoint> edges = new LinkedHashSet<>();
        for (SwitchPorts of : ports.values()) {
            for (UpPort port : of.all()) {
                if (port.role() == PortRole.EDGE) {
                    edges.add(port.at());
                }
            }
        }
        return edges;
    }

    /** A switch is connected. */
    public void switchUp(DatapathId datapath) {
        SwitchPorts of = new SwitchPorts(datapath);
        ports.put(datapath, of);
        rounds.begin(of, these -> ports.get(datapath) == these);
        changed();
    }

    /** A switch is not connected any more, and none of its ports is known to be up. */
    public void switchGone(DatapathId datapath) {
        SwitchPorts gone = ports.remove(datapath);
        if (gone != null) {
            List.copyOf(gone.all()).forEach(port -> goneDown(gone, port));
        }
        changed();
    }

    /** A port of a connected switch is up. */
    public void portUp(ConnectPoint at) {
        SwitchPorts of = ports.get(at.datapath());
        if (of == null) {
            return;
        }
        of.find(at.port()).ifPresent(before -> goneDown(of, before));
        if (of.add(new UpPort(at))) {
            loop.soon(() -> rounds.settle(of, of.takeNewcomers(), these -> settle(of, these)));
        }
    }

    /** A port is down, or gone. */
    public void portDown(ConnectPoint at) {
        SwitchPorts of = ports.get(at.datapath());
        if (of != null) {
            of.find(at.port()).ifPresent(port -> goneDown(of, port));
        }
    }

    private void goneDown(SwitchPorts of, UpPort port) {
        of.remove(port);
        links.remove(port.at());
        List<UpPort> led = port.led();
        boolean wasLink = port.peer().isPresent() || !led.isEmpty();
        port.forgetPeer(loop.now());
        led.forEach(each -> each.forgetPeer(loop.now()));
        if (wasLink) {
            changed();
        }
    }

    /** Tells of the topology; several changes of one moment are told together. */
    private void changed() {
        topology = null;
        if (telling) {
            return;
        }
        telling = true;
        long rest = restUntil - loop.now();
        if (restUntil == Long.MIN_VALUE || rest <= 0) {
            loop.soon(this::tell);
        } else {
            var _ = loop.after(Duration.ofNanos(rest), this::tell);
        }
    }

    private void tell() {
        telling = false;
        long begin = loop.now();
        topologyChanged.accept(topology());
        long rest = REST * (loop.now() - begin);
        restUntil = loop.now() + Math.min(rest, settings.probePeriod().toNanos());
    }

    /** A frame of our ethertype came in. */
    public void arrived(ConnectPoint at, Frame frame) {
        Optional<LinkProbe.Origin> origin = probe.read(frame);
        Optional<UpPort> here = find(at);
        if (origin.isEmpty() || here.isEmpty()) {
            return;
        }
        long travel = loop.now() - origin.get().sentNanos();
        Optional<UpPort> there = find(origin.get().from());
        boolean isCurrent = travel >= 0 && travel <= OLDEST_PROBE.toNanos();
        if (isCurrent && there.isPresent() && !there.get().equals(here.get())) {
            arrived(there.get(), here.get(), travel);
        }
    }

    private void arrived(UpPort from, UpPort at, long travel) {
        becomeLink(at);
        becomeLink(from);
        if (from.at().datapath().equals(at.at().datapath())) {
            return;
        }
        if (from.arrived(at, travel, loop.now())) {
            changed();
        }
        if (at.peer().isEmpty()) {
            rounds.now(at);
        }
    }

    /**
     * To be called once each probe period; of a large network, whose own is longer, each so many.
     */
    public void tick() {
        if (++ticks % settings.stretch(switches.all().size()) != 0) {
            return;
        }
        topology = null;
        boolean changed = false;
        for (UpPort port : List.copyOf(links.values())) {
            changed |= expire(port);
        }
        if (changed) {
            changed();
        }
    }

    /** Switches and links as known now; latencies are at most a probe period old. */
    public Topology topology() {
        if (topology == null) {
            topology = lookAround();
        }
        return topology;
    }

    private Topology lookAround() {
        Set<DatapathId> known = new TreeSet<>();
        switches.all().forEach(connection -> known.add(connection.datapath()));
        List<Link> found = new ArrayList<>();
        for (UpPort from : links.values()) {
            from.peer()
                    .filter(to -> known.contains(from.at().datapath()))
                    .filter(to -> known.contains(to.at().datapath()))
                    .ifPresent(to -> found.add(link(from, to)));
        }
        return new Topology(known, found);
    }

    private Link link(UpPort from, UpPort to) {
        return new Link(from.at(), to.at(), capacity(from.at(), to.at()), latency(from, to));
    }

    private Optional<UpPort> find(ConnectPoint at) {
        SwitchPorts of = ports.get(at.datapath());
        return of == null ? Optional.empty() : of.find(at.port());
    }

    /** All switches must have worked off their probes before silence means anything. */
    private void settle(SwitchPorts of, List<UpPort> these) {
        settling.add(
                () -> {
                    for (UpPort port : these) {
                        if (of.contains(port) && port.role() == PortRole.SETTLING) {
                            port.becomeEdge();
                        }
                    }
                });
        workOff();
    }

    /**
     * Together, since thousands may come up at once; who comes meanwhile, or in the rest after it,
     * waits for the next time.
     */
    private void workOff() {
        if (workingOff || settling.isEmpty()) {
            return;
        }
        workingOff = true;
        long begin = loop.now();
        List<Runnable> these = List.copyOf(settling);
        settling.clear();
        var _ =
                switches.barrierOfTheWilling()
                        .thenCompose(done -> switches.barrierOfTheWilling())
                        .thenRun(() -> these.forEach(Runnable::run))
                        .whenComplete(
                                (done, failure) -> {
                                    long rest = REST * (loop.now() - begin);
                                    var _ = loop.after(Duration.ofNanos(rest), this::workOffNext);
                                });
    }

    private void workOffNext() {
        workingOff = false;
        workOff();
    }

    private void becomeLink(UpPort port) {
        if (port.becomeLink()) {
            links.put(port.at(), port);
            becameLink.accept(port.at());
        }
    }

    /**
     * A full queue loses probes, too: a cable counts as broken only when it is silent in both
     * directions, or for long in one.
     */
    private boolean expire(UpPort port) {
        long now = loop.now();
        long period = settings.probePeriod(switches.all().size()).toNanos();
        Optional<UpPort> peer = port.peer();
        if (peer.isEmpty()) {
            if (port.silentFor(now) > SILENT_CABLE * period) {
                links.remove(port.at());
                port.becomeEdge();
            }
            return false;
        }
        long silence = port.silence(now);
        long silenceBack = peer.get().peer().isEmpty() ? silence : peer.get().silence(now);
        boolean broken =
                silence > SILENT_ONE_WAY * period
                        || Math.min(silence, silenceBack) > SILENT_BOTH_WAYS * period;
        if (broken) {
            port.forgetPeer(now);
        }
        return broken;
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

    private Optional<Duration> latency(UpPort from, UpPort to) {
        OptionalLong travel = from.travelNanos();
        if (travel.isEmpty()) {
            return Optional.empty();
        }
        long control = (roundTrip(from.at()) + roundTrip(to.at())) / 2;
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
