package io.transship.manager.sdn.openflow;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.neighbour.NeighbourMessage;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.projectfloodlight.openflow.protocol.OFFlowMod;

/** What is held of one container, and what became of it. Lives on the event loop. */
final class Hold {

    /** How far it is. */
    enum Phase {
        /** Frames wait. */
        HOLDING,
        /** The target is known; frames that waited go out, new ones queue behind. */
        REPLAYING,
        /** None waits any more; new ones go straight on. */
        PASSING
    }

    private final int id;
    private final MacAddress mac;
    private final List<IpAddress> ips;
    private final int leaseSeconds;
    private final Core core;
    private final FrameHandler handler;
    private final HeldFrames toContainer = new HeldFrames();
    private final HeldFrames fromContainer = new HeldFrames();
    private final long begunNanos;
    private Phase phase = Phase.HOLDING;
    private boolean fenced;

    /** What the container sent while it was held is out: it may answer what is replayed to it. */
    private boolean heard;

    private @Nullable ConnectPoint target;
    private int held;
    private int replayed;
    private int late;
    private int dropped;
    private long replayedNanos;

    Hold(int id, Container container, Core core, FrameHandler handler) {
        this.id = id;
        this.mac = container.mac();
        this.ips = container.ips();
        this.leaseSeconds = container.leaseSeconds();
        this.core = core;
        this.handler = handler;
        this.begunNanos = core.loop().now();
    }

    /** Whose frames, and for how long the switches hold them without hearing from us. */
    record Container(MacAddress mac, List<IpAddress> ips, int leaseSeconds) {}

    int id() {
        return id;
    }

    MacAddress mac() {
        return mac;
    }

    /** The address by which its place is known. */
    IpAddress ip() {
        return ips.getFirst();
    }

    Phase phase() {
        return phase;
    }

    /** The flow entries that every switch has to have now. */
    List<OFFlowMod> entries() {
        List<OFFlowMod> entries = new ArrayList<>(Flows.hold(id, mac, ips, leaseSeconds));
        if (fenced) {
            entries.add(Flows.fence(id, mac, leaseSeconds));
        }
        return entries;
    }

    void fence() {
        fenced = true;
    }

    boolean isFenced() {
        return fenced;
    }

    /** A frame to the container. */
    void toContainer(ConnectPoint at, Frame frame) {
        if (phase == Phase.PASSING) {
            late++;
            sendToTarget(new HeldFrames.Held(at, frame));
        } else {
            keep(toContainer, at, frame);
        }
    }

    /** A frame of the container itself, or of somebody who claims to be it. */
    void fromContainer(ConnectPoint at, Frame frame) {
        if (heard) {
            late++;
            sendFromTarget(new HeldFrames.Held(at, frame));
        } else {
            keep(fromContainer, at, frame);
        }
    }

    /** Answers a question for the container, unless the container itself asks (gratuitously). */
    void asked(ConnectPoint at, Frame frame) {
        if (frame.source().equals(mac)) {
            return;
        }
        frame.arp()
                .filter(arp -> arp.request() && !ips.contains(arp.senderIp()))
                .ifPresent(arp -> answer(at, Frame.arpReply(arp, mac)));
        frame.neighbour()
                .filter(each -> each.kind() == NeighbourMessage.Kind.SOLICITATION)
                .filter(each -> !ips.contains(each.source()))
                .ifPresent(each -> answer(at, each.answer(mac).frame()));
    }

    private void answer(ConnectPoint at, byte[] frame) {
        core.switches().output(Set.of(at), frame);
    }

    /** Sends everything to {@code target}; done when new frames go straight on. */
    CompletableFuture<Boolean> replay(ConnectPoint target, BitRate rate) {
        this.target = target;
        phase = Phase.REPLAYING;
        Replay inbound =
                new Replay(
                        core.loop(),
                        toContainer,
                        rate,
                        waiting -> {
                            replayed++;
                            sendToTarget(waiting);
                        });
        Replay outbound = new Replay(core.loop(), fromContainer, rate, this::replayFromTarget);
        return outbound.start()
                .thenCompose(
                        none -> {
                            heard = true;
                            return inbound.start();
                        })
                .thenApply(
                        none -> {
                            phase = Phase.PASSING;
                            replayedNanos = core.loop().now();
                            return none;
                        });
    }

    /** Frames that came after the release had begun. */
    int late() {
        return late;
    }

    HoldReport report() {
        return new HoldReport(
                held, replayed, late, dropped, Duration.ofNanos(replayedNanos - begunNanos));
    }

    private void keep(HeldFrames frames, ConnectPoint at, Frame frame) {
        if (!frames.offer(at, frame)) {
            dropped++;
        } else if (phase == Phase.HOLDING) {
            held++;
        } else {
            late++;
        }
    }

    private void sendToTarget(HeldFrames.Held waiting) {
        if (target != null) {
            core.services().output(waiting.from(), target, waiting.frame());
        }
    }

    private void replayFromTarget(HeldFrames.Held waiting) {
        if (waiting.from().equals(target)) {
            replayed++;
        }
        sendFromTarget(waiting);
    }

    private void sendFromTarget(HeldFrames.Held waiting) {
        if (waiting.from().equals(target)) {
            handler.deliver(waiting.from(), waiting.frame());
        } else {
            dropped++;
        }
    }
}
