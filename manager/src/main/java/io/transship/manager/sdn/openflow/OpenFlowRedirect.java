package io.transship.manager.sdn.openflow;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.openflow.discovery.PortRole;
import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.SwitchPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds frames in the controller: entries of high priority on every switch bring them here.
 *
 * <p>The entries carry the lease as their hard timeout and are renewed as long as this program
 * lives. Frames are told apart by the entry's cookie. The order of steps in a release is what keeps
 * frames from being lost, doubled or overtaken: replay first, then the entries go.
 */
final class OpenFlowRedirect implements TrafficRedirect {

    private static final Logger LOG = LoggerFactory.getLogger(OpenFlowRedirect.class);
    private static final BitRate SLOWEST_GUESS = BitRate.ofMbps(10);
    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_LEASE = Duration.ofHours(18);
    private static final MacAddress NOBODY = MacAddress.parse("02:54:72:00:00:00");
    private static final IpAddress NOWHERE = new IpAddress("192.0.2.1");

    private final Core core;
    private final ControlLoop loop;
    private final FrameHandler handler;
    private final LinkCapacities capacities;
    private final Map<Integer, Hold> live = new TreeMap<>();
    private int lastId;
    private @Nullable CompletableFuture<Boolean> warmed;

    OpenFlowRedirect(Core core, FrameHandler handler, LinkCapacities capacities) {
        this.core = core;
        this.loop = core.loop();
        this.handler = handler;
        this.capacities = capacities;
    }

    @Override
    public HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease) {
        if (!lease.isPositive() || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("a lease is not " + lease);
        }
        int seconds = (int) Math.ceilDiv(lease.toMillis(), 1000L);
        Hold.Container container = new Hold.Container(mac, List.copyOf(ips), Math.max(1, seconds));
        return new Handle(loop.await(() -> begin(container), patience()));
    }

    @Override
    public boolean keepsFrames() {
        return true;
    }

    /** The entries of all holds, for a switch that connects while they last. */
    List<OFFlowMod> entries() {
        return live.values().stream().flatMap(hold -> hold.entries().stream()).toList();
    }

    /** Takes a frame, if it belongs to a hold. */
    boolean arrived(ConnectPoint at, Frame frame, long cookie) {
        Optional<Hold> held = find(frame, cookie);
        if (held.isEmpty()) {
            return false;
        }
        Hold hold = held.get();
        switch (Flows.kind(cookie).orElse(Flows.Kind.BASE)) {
            case QUESTION -> hold.asked(at, frame);
            case FENCE -> {
                return fromContainer(hold, at, frame);
            }
            default -> hold.toContainer(at, frame);
        }
        return true;
    }

    /** Whether frames of this container are held. */
    boolean holds(MacAddress mac) {
        return held(mac).isPresent();
    }

    /**
     * Goes through hold and release once in the life of the controller, so that the first real one
     * does not pay for it. Done when that is over, however it went.
     */
    CompletableFuture<Boolean> warmUp() {
        Optional<ConnectPoint> port = anyPort();
        if (warmed == null && port.isPresent()) {
            warmed = holdNothing(port.get());
        }
        return warmed == null ? CompletableFuture.completedFuture(false) : warmed;
    }

    private CompletableFuture<Boolean> holdNothing(ConnectPoint port) {
        return begin(new Hold.Container(NOBODY, List.of(NOWHERE), 1))
                .thenCompose(hold -> fence(hold).thenCompose(fenced -> release(hold, port)))
                .handle(
                        (report, failure) -> {
                            if (failure != null) {
                                LOG.info("no warm-up of the redirect: {}", failure.getMessage());
                            }
                            core.hosts().forget(NOBODY);
                            core.forwarding().refresh();
                            return failure == null;
                        });
    }

    /**
     * Late frames of a hold that is over belong to the container's next hold, if there is one; and
     * so do frames that meet a switch which has just connected.
     */
    private Optional<Hold> find(Frame frame, long cookie) {
        Hold byCookie = live.get(Flows.hold(cookie));
        if (byCookie != null) {
            return Optional.of(byCookie);
        }
        return held(frame.destination());
    }

    private Optional<Hold> held(MacAddress mac) {
        return live.values().stream().filter(hold -> hold.mac().equals(mac)).findFirst();
    }

    /** A fenced frame that comes over a link left the source before the fence stood. */
    private boolean fromContainer(Hold hold, ConnectPoint at, Frame frame) {
        if (core.links().role(at).filter(role -> role == PortRole.LINK).isPresent()) {
            return false;
        }
        hold.fromContainer(at, frame);
        return true;
    }

    /** A hold that stands already is taken over: somebody gave it up without letting it go. */
    private CompletableFuture<Hold> begin(Hold.Container container) {
        Optional<Hold> standing = held(container.mac());
        if (standing.isPresent()) {
            requireHolding(standing.get());
            return layEverywhere(standing.get()).thenApply(done -> standing.get());
        }
        Optional<ConnectPoint> place = core.hosts().find(container.mac()).map(AttachedHost::at);
        if (core.switches().all().isEmpty()
                || place.filter(at -> core.switches().find(at.datapath()).isEmpty()).isPresent()) {
            throw ControlLoop.unavailable("the switch of " + container.mac() + " is not connected");
        }
        place.ifPresent(at -> core.hosts().place(container.mac(), container.ips().getFirst(), at));
        Hold hold = new Hold(++lastId, container, core, handler);
        live.put(hold.id(), hold);
        return layEverywhere(hold)
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                live.remove(hold.id());
                                removeEverywhere(hold);
                            } else {
                                renewLater(hold, Duration.ofSeconds(container.leaseSeconds()));
                            }
                        })
                .thenApply(done -> hold);
    }

    private CompletableFuture<Void> layEverywhere(Hold hold) {
        for (SwitchConnection connection : core.switches().all()) {
            connection.send(hold.entries());
        }
        return core.switches().barrier();
    }

    private void removeEverywhere(Hold hold) {
        for (SwitchConnection connection : core.switches().all()) {
            connection.send(Flows.deleteHold(hold.id()));
        }
    }

    private void renewLater(Hold hold, Duration lease) {
        var _ =
                loop.after(
                        lease.dividedBy(3),
                        () -> {
                            if (live.containsKey(hold.id()) && hold.phase() != Hold.Phase.PASSING) {
                                var _ = layEverywhere(hold);
                                renewLater(hold, lease);
                            }
                        });
    }

    private CompletableFuture<Void> fence(Hold hold) {
        requireHolding(hold);
        hold.fence();
        return layEverywhere(hold);
    }

    private CompletableFuture<Void> prepare(Hold hold, ConnectPoint target) {
        requireHolding(hold);
        core.hosts().place(hold.mac(), hold.ip(), target);
        core.forwarding().refresh();
        return core.switches().barrier();
    }

    private CompletableFuture<HoldReport> release(Hold hold, ConnectPoint target) {
        requireHolding(hold);
        SwitchConnection edge =
                core.switches()
                        .find(target.datapath())
                        .filter(connection -> core.switches().isUp(target))
                        .orElseThrow(
                                () -> ControlLoop.unavailable("port " + target + " is not up"));
        core.services().moved(hold.mac(), target);
        // What waited goes straight to the target's port, and needs no route: first.
        CompletableFuture<Boolean> gone = hold.replay(target, rate(edge, target));
        core.hosts().place(hold.mac(), hold.ip(), target);
        core.forwarding().refresh();
        CompletableFuture<Void> laid = core.switches().barrierOfTheWilling();
        return gone.thenCombine(laid, (replayed, done) -> replayed)
                .thenCompose(replayed -> pause(hold, loop.now() + LONGEST_PAUSE.toNanos()))
                .thenCompose(
                        paused -> {
                            removeEverywhere(hold);
                            return core.switches().barrierOfTheWilling();
                        })
                .thenApply(
                        removed -> {
                            live.remove(hold.id());
                            return hold.report();
                        });
    }

    /**
     * Done in a pause of the traffic, if there is one soon. A frame that comes this way is slower
     * than one that meets a route: were the entries to go while it is under way, the next would
     * overtake it. The barriers see to it that silence is the network's, not a busy switch's.
     */
    private CompletableFuture<Boolean> pause(Hold hold, long giveUpAt) {
        int before = hold.late();
        return core.switches()
                .barrierOfTheWilling()
                .thenCompose(done -> loop.pause(PAUSE))
                .thenCompose(waited -> core.switches().barrierOfTheWilling())
                .thenCompose(
                        done ->
                                hold.late() == before || loop.now() - giveUpAt > 0
                                        ? CompletableFuture.completedFuture(true)
                                        : pause(hold, giveUpAt));
    }

    private void requireHolding(Hold hold) {
        if (!live.containsKey(hold.id()) || hold.phase() != Hold.Phase.HOLDING) {
            throw new TransshipException(
                    FailureCode.MIGRATION_IN_PROGRESS,
                    "the frames of " + hold.mac() + " are being let go already");
        }
    }

    /** What the last link carries: stated, or what the port claims, but no more than any stated. */
    private BitRate rate(SwitchConnection edge, ConnectPoint target) {
        Optional<BitRate> stated =
                core.hosts().all().stream()
                        .filter(host -> host.at().equals(target))
                        .flatMap(host -> host.ip().stream())
                        .map(capacities.toHosts()::get)
                        .filter(Objects::nonNull)
                        .findFirst();
        Stream<BitRate> claimed = edge.port(target.port()).flatMap(SwitchPort::speed).stream();
        return stated.orElseGet(
                () ->
                        Stream.concat(claimed, capacities.betweenSwitches().values().stream())
                                .min(BitRate::compareTo)
                                .orElse(SLOWEST_GUESS));
    }

    private Optional<ConnectPoint> anyPort() {
        return core.switches().all().stream()
                .flatMap(
                        connection ->
                                connection.ports().stream()
                                        .filter(SwitchPort::up)
                                        .map(
                                                port ->
                                                        new ConnectPoint(
                                                                connection.datapath(),
                                                                port.number())))
                .findFirst();
    }

    private Duration patience() {
        return loop.replyTimeout().multipliedBy(2);
    }

    /** What the coordinator holds in its hand. */
    private final class Handle implements HeldTraffic {

        private final Hold hold;

        Handle(Hold hold) {
            this.hold = hold;
        }

        @Override
        public void fence() {
            var _ = loop.await(() -> OpenFlowRedirect.this.fence(hold), patience());
        }

        @Override
        public void prepareRoutes(ConnectPoint target) {
            var _ = loop.await(() -> prepare(hold, target), patience());
        }

        @Override
        public HoldReport releaseTo(ConnectPoint target) {
            return loop.await(() -> release(hold, target), LONGEST_RELEASE);
        }
    }
}
