package io.transship.manager.sdn.openflow;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.openflow.discovery.LinkDiscovery;
import io.transship.manager.sdn.openflow.discovery.PortRole;
import io.transship.manager.sdn.openflow.service.ServiceAddresses;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on each frame that has no flow entry: learns from it and sends it straight out of the
 * port where it belongs.
 *
 * <p>Broadcasts go from the first switch to us and from us to every port with hosts. They never
 * travel over links, so no topology, and no moment of a changing one, can make them go in circles.
 * Lives on the event loop.
 */
final class FrameHandler {

    private static final int BLOCK_SECONDS = 1;
    private static final long SEEK_AGAIN_NANOS = 1_000_000_000L;

    /** Who is sought is asked for at every port: no more than 5,000 frames a second for one. */
    private static final long SEEK_AT_A_PORT_NANOS = 200_000;

    private static final int MOST_SOUGHT = 1024;

    private final ControlLoop loop;
    private final Switches switches;
    private final LinkDiscovery links;
    private final HostTracker hosts;
    private final Forwarding forwarding;
    private final ServiceAddresses services;
    private final MacAddress ownMac;
    private final PacketInLimit limit = new PacketInLimit();
    private final Map<IpAddress, Long> soughtUntil = new HashMap<>();
    private final Set<IpAddress> wanted = new HashSet<>();

    FrameHandler(Core core, MacAddress ownMac) {
        this.loop = core.loop();
        this.switches = core.switches();
        this.links = core.links();
        this.hosts = core.hosts();
        this.forwarding = core.forwarding();
        this.services = core.services();
        this.ownMac = ownMac;
    }

    /** A frame without an entry came in. */
    void arrived(ConnectPoint at, Frame frame) {
        PortRole role = links.role(at).orElse(PortRole.SETTLING);
        if (role == PortRole.SETTLING || frame.isLinkLocal() || !allowed(at)) {
            return;
        }
        if (role == PortRole.LINK) {
            passOnTheWay(at, frame);
            return;
        }
        if (hosts.isImpostor(at, frame)) {
            return;
        }
        if (hosts.learn(at, frame)) {
            hosts.mistakenFor(at).forEach(port -> services.follow(port, at));
            forwarding.changed();
        }
        if (!services.answered(at, frame)) {
            deliver(at, frame);
        }
    }

    /** Sends a frame that came in at {@code from} where it belongs. */
    void deliver(ConnectPoint from, Frame frame) {
        if (frame.destination().equals(ownMac) || hosts.awaitsAnnouncement(frame.destination())) {
            return;
        }
        Optional<AttachedHost> host = hosts.find(frame.destination());
        if (host.isPresent()) {
            output(from, host.get().at(), frame);
            return;
        }
        flood(from, frame.bytes());
        if (!frame.destination().isGroup()) {
            frame.ipv4Destination().ifPresent(this::seek);
        }
    }

    /** Asks for these addresses whenever one is not known. */
    void want(Set<IpAddress> addresses) {
        wanted.addAll(addresses);
        hosts.reserve(addresses);
        tick();
    }

    /** To be called once each probe period. */
    void tick() {
        wanted.forEach(this::seek);
        soughtUntil.values().removeIf(until -> loop.now() - until > 0);
    }

    void portGone(ConnectPoint port) {
        limit.forget(port);
    }

    /** In the middle of a relay a frame may meet a switch that has no entry for it yet. */
    private void passOnTheWay(ConnectPoint at, Frame frame) {
        hosts.find(frame.destination()).ifPresent(host -> output(at, host.at(), frame));
    }

    private void output(ConnectPoint from, ConnectPoint to, Frame frame) {
        if (!to.equals(from) && forwarding.reaches(from.datapath(), to.datapath())) {
            services.output(from, to, frame);
        }
    }

    private void flood(ConnectPoint from, byte[] frame) {
        Set<ConnectPoint> ports = links.edges();
        ports.remove(from);
        ports.removeIf(port -> !forwarding.reaches(from.datapath(), port.datapath()));
        switches.output(ports, frame);
    }

    /** An owner that never speaks first is found by asking; his answer comes to our own address. */
    private void seek(IpAddress ip) {
        Long until = soughtUntil.get(ip);
        boolean again = until == null || loop.now() - until > 0;
        if (again && soughtUntil.size() < MOST_SOUGHT && hosts.find(ip).isEmpty()) {
            Set<ConnectPoint> edges = links.edges();
            long pause = Math.max(SEEK_AGAIN_NANOS, edges.size() * SEEK_AT_A_PORT_NANOS);
            soughtUntil.put(ip, loop.now() + pause);
            switches.output(edges, Frame.arpProbe(ownMac, ip));
        }
    }

    private boolean allowed(ConnectPoint at) {
        PacketInLimit.Verdict verdict = limit.take(at, loop.now());
        if (verdict == PacketInLimit.Verdict.BLOCK) {
            switches.find(at.datapath())
                    .ifPresent(to -> to.send(Flows.block(at.port(), BLOCK_SECONDS)));
        }
        return verdict == PacketInLimit.Verdict.PASS;
    }
}
