package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import io.transship.manager.sdn.openflow.wire.LinkProbe;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.SwitchListener;
import io.transship.manager.sdn.openflow.wire.SwitchPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what switches say to the part that it concerns. Lives on the event loop. */
final class SwitchEvents implements SwitchListener {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchEvents.class);
    private static final int LONGEST_SILENCE = 15;
    private static final Duration WARM_UP_AFTER = Duration.ofSeconds(2);

    private final Core core;
    private final FrameHandler frames;
    private final OpenFlowRedirect redirect;
    private final OpenFlowSettings settings;
    private final Set<DatapathId> confirmed = new TreeSet<>();
    private Future<?> warmUp = CompletableFuture.completedFuture(true);

    SwitchEvents(
            Core core, FrameHandler frames, OpenFlowRedirect redirect, OpenFlowSettings settings) {
        this.core = core;
        this.frames = frames;
        this.redirect = redirect;
        this.settings = settings;
    }

    /** The switches that are connected and have taken the first entries. */
    Set<DatapathId> confirmed() {
        return confirmed;
    }

    /** To be called once each probe period. */
    void tick() {
        Duration longest = settings.probePeriod().multipliedBy(LONGEST_SILENCE);
        List.copyOf(core.switches().all()).forEach(to -> to.endIfSilent(longest));
        core.links().tick();
        frames.tick();
    }

    @Override
    public void connected(SwitchConnection connection) {
        DatapathId datapath = connection.datapath();
        if (!settings.switches().isEmpty() && !settings.switches().contains(datapath)) {
            LOG.warn("switch {} is not in the configuration, and is refused", datapath);
            connection.close();
            return;
        }
        core.switches().add(connection).ifPresent(this::replaced);
        core.forwarding().lost(datapath);
        core.services().lost(datapath);
        List<OFFlowMod> first = new ArrayList<>();
        first.add(Flows.deleteOurs());
        first.addAll(redirect.entries());
        first.add(Flows.probes());
        first.add(Flows.tableMiss());
        connection.send(first);
        var _ = connection.barrier().thenRun(() -> confirm(connection));
        core.links().switchUp(datapath);
        for (SwitchPort port : connection.ports()) {
            if (port.up()) {
                core.links().portUp(new ConnectPoint(datapath, port.number()));
            }
        }
    }

    @Override
    public void disconnected(SwitchConnection connection) {
        if (core.switches().remove(connection)) {
            LOG.warn("switch {} is disconnected", connection.datapath());
            confirmed.remove(connection.datapath());
            core.links().switchGone(connection.datapath());
        }
    }

    @Override
    public void portUp(ConnectPoint port) {
        LOG.info("port {} is up", port);
        core.links().portUp(port);
    }

    @Override
    public void portDown(ConnectPoint port, boolean deleted) {
        LOG.info("port {} is {}", port, deleted ? "gone" : "down");
        core.links().portDown(port);
        frames.portGone(port);
        if (deleted && core.hosts().forgetLearnedAt(port)) {
            core.forwarding().changed();
        }
    }

    @Override
    public void packetIn(SwitchConnection from, OFPacketIn message) {
        OFPort inPort = message.getMatch().get(MatchField.IN_PORT);
        if (inPort == null || inPort.getPortNumber() < 1) {
            return;
        }
        ConnectPoint at = new ConnectPoint(from.datapath(), inPort.getPortNumber());
        long cookie = message.getCookie().getValue();
        Frame.parse(message.getData()).ifPresent(frame -> dispatch(at, frame, cookie));
    }

    private void dispatch(ConnectPoint at, Frame frame, long cookie) {
        if (frame.etherType() == LinkProbe.ETHER_TYPE) {
            core.links().arrived(at, frame);
        } else if (!redirect.arrived(at, frame, cookie)) {
            frames.arrived(at, frame);
        }
    }

    private void replaced(SwitchConnection old) {
        LOG.info("switch {} has a new connection", old.datapath());
        old.close();
        core.links().switchGone(old.datapath());
    }

    private void confirm(SwitchConnection connection) {
        LOG.info("switch {} is ready", connection.datapath());
        confirmed.add(connection.datapath());
        // Of a thousand switches that connect, the last one's: each warm-up speaks to all.
        warmUp.cancel(false);
        warmUp = core.loop().after(WARM_UP_AFTER, this::warmUp);
    }

    private void warmUp() {
        var _ = redirect.warmUp();
    }
}
