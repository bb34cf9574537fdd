package io.transship.manager.sdn.openflow.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.projectfloodlight.openflow.protocol.OFEchoRequest;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFeaturesReply;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFPortDescStatsReply;
import org.projectfloodlight.openflow.protocol.OFPortReason;
import org.projectfloodlight.openflow.protocol.OFPortStatus;
import org.projectfloodlight.openflow.protocol.OFStatsReply;
import org.projectfloodlight.openflow.protocol.OFStatsReplyFlags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One switch's control channel: handshake, requests and their replies, liveness. Lives on the event
 * loop.
 */
public final class SwitchConnection extends SimpleChannelInboundHandler<OFMessage> {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchConnection.class);
    private static final int ROUND_TRIPS = 120;
    private static final int MOST_PARTS = 4096;

    /** A request on its way. */
    private record Exchange(
            List<OFMessage> parts,
            CompletableFuture<List<OFMessage>> reply,
            ScheduledFuture<?> deadline) {}

    private final ControlLoop loop;
    private final SwitchListener listener;
    private final Map<Long, Exchange> exchanges = new HashMap<>();
    private final SortedMap<Integer, SwitchPort> ports = new TreeMap<>();
    private final SlidingMinimum roundTrips = new SlidingMinimum(ROUND_TRIPS);
    private @Nullable ChannelHandlerContext channel;
    private @Nullable DatapathId datapath;
    private boolean ready;
    private boolean greeted;
    private long lastHeard;

    /** A connection that has just been accepted. */
    public SwitchConnection(ControlLoop loop, SwitchListener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Who is on the other side; only after the handshake. */
    public DatapathId datapath() {
        if (datapath == null) {
            throw new IllegalStateException("the switch has not said who it is yet");
        }
        return datapath;
    }

    /** The physical ports. */
    public Collection<SwitchPort> ports() {
        return Collections.unmodifiableCollection(ports.values());
    }

    /** The port with that number. */
    public Optional<SwitchPort> port(int number) {
        return Optional.ofNullable(ports.get(number));
    }

    /** The least round trip of late between us and the switch, in nanoseconds. */
    public OptionalLong roundTripNanos() {
        return roundTrips.least();
    }

    /** Sends a message that has no reply. */
    public void send(OFMessage message) {
        write(message);
        flush();
    }

    /** Sends messages in order, in one go. */
    public void send(Collection<? extends OFMessage> messages) {
        messages.forEach(this::write);
        flush();
    }

    /** Done when the switch has carried out everything sent before. */
    public CompletableFuture<?> barrier() {
        return request(Flows.FACTORY.barrierRequest());
    }

    /** Sends a request; all parts of the reply, or a failure: an error, no answer in time. */
    public CompletableFuture<List<OFMessage>> request(OFMessage request) {
        CompletableFuture<List<OFMessage>> reply = new CompletableFuture<>();
        long xid = request.getXid();
        ScheduledFuture<?> deadline =
                loop.after(loop.replyTimeout(), () -> fail(xid, "did not answer in time"));
        exchanges.put(xid, new Exchange(new ArrayList<>(), reply, deadline));
        if (channel == null || !channel.channel().isActive()) {
            fail(xid, "is not connected");
        } else {
            send(request);
        }
        return reply;
    }

    /** Ends the connection when the switch has been silent for too long. */
    public void endIfSilent(Duration longestSilence) {
        if (loop.now() - lastHeard > longestSilence.toNanos()) {
            LOG.warn("switch {} has been silent for {}", name(), longestSilence);
            close();
        }
    }

    /** Sends one echo; done when it is answered, or is not. */
    public CompletableFuture<Boolean> measureRoundTrip() {
        long sent = loop.now();
        return request(Flows.FACTORY.echoRequest(new byte[0]))
                .handle(
                        (reply, failure) -> {
                            if (failure == null) {
                                roundTrips.add(loop.now() - sent);
                            }
                            return failure == null;
                        });
    }

    /** Ends the connection. */
    public void close() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context;
        lastHeard = loop.now();
        send(Flows.FACTORY.buildHello().build());
        var _ =
                loop.after(
                        loop.replyTimeout(),
                        () -> {
                            if (!ready) {
                                close();
                            }
                        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (Long xid : List.copyOf(exchanges.keySet())) {
            fail(xid, "closed the connection");
        }
        if (ready) {
            ready = false;
            listener.disconnected(this);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, OFMessage message) {
        lastHeard = loop.now();
        switch (message.getType()) {
            case HELLO -> greet();
            case ECHO_REQUEST -> answer((OFEchoRequest) message);
            case ERROR -> failed((OFErrorMsg) message);
            case PORT_STATUS -> portChanged((OFPortStatus) message);
            case PACKET_IN -> {
                if (ready) {
                    listener.packetIn(this, (OFPacketIn) message);
                }
            }
            case BARRIER_REPLY, ECHO_REPLY, FEATURES_REPLY, STATS_REPLY -> replied(message);
            default -> LOG.debug("switch {} sent {}", name(), message.getType());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.info("connection of switch {} broke: {}", name(), cause.getMessage());
        } else {
            LOG.warn("connection of switch {} is ended", name(), cause);
        }
        var _ = context.close();
    }

    private void greet() {
        if (greeted) {
            return;
        }
        greeted = true;
        var _ =
                request(Flows.FACTORY.featuresRequest())
                        .thenCompose(this::features)
                        .thenAccept(this::portsDescribed)
                        .exceptionally(
                                failure -> {
                                    LOG.info(
                                            "no handshake with {}: {}",
                                            name(),
                                            failure.getMessage());
                                    close();
                                    return null;
                                });
    }

    private CompletableFuture<List<OFMessage>> features(List<OFMessage> reply) {
        if (!(reply.getFirst() instanceof OFFeaturesReply features)) {
            throw new IllegalStateException("no features in the reply");
        }
        datapath = new DatapathId(features.getDatapathId().getLong());
        return request(Flows.FACTORY.buildPortDescStatsRequest().build());
    }

    private void portsDescribed(List<OFMessage> parts) {
        for (OFMessage part : parts) {
            if (part instanceof OFPortDescStatsReply described) {
                for (OFPortDesc description : described.getEntries()) {
                    SwitchPort.of(description).ifPresent(port -> ports.put(port.number(), port));
                }
            }
        }
        ready = true;
        listener.connected(this);
    }

    private void portChanged(OFPortStatus status) {
        Optional<SwitchPort> described = SwitchPort.of(status.getDesc());
        if (!ready || described.isEmpty()) {
            return;
        }
        SwitchPort port = described.get();
        boolean deleted = status.getReason() == OFPortReason.DELETE;
        SwitchPort before = deleted ? ports.remove(port.number()) : ports.put(port.number(), port);
        boolean wasUp = before != null && before.up();
        ConnectPoint at = new ConnectPoint(datapath(), port.number());
        if (deleted || (wasUp && !port.up())) {
            listener.portDown(at, deleted);
        } else if (!wasUp && port.up()) {
            listener.portUp(at);
        }
    }

    private void replied(OFMessage message) {
        Exchange exchange = exchanges.get(message.getXid());
        if (exchange == null) {
            return;
        }
        exchange.parts().add(message);
        boolean more =
                message instanceof OFStatsReply stats
                        && stats.getFlags().contains(OFStatsReplyFlags.REPLY_MORE);
        if (exchange.parts().size() > MOST_PARTS) {
            fail(message.getXid(), "answered without end");
        } else if (!more) {
            exchanges.remove(message.getXid());
            exchange.deadline().cancel(false);
            exchange.reply().complete(exchange.parts());
        }
    }

    private void failed(OFErrorMsg error) {
        if (exchanges.containsKey(error.getXid())) {
            fail(error.getXid(), "answered with an error: " + error.getErrType());
        } else {
            LOG.warn("switch {} refused: {}", name(), error);
        }
    }

    private void fail(long xid, String what) {
        Exchange exchange = exchanges.remove(xid);
        if (exchange != null) {
            exchange.deadline().cancel(false);
            exchange.reply()
                    .completeExceptionally(
                            ControlLoop.unavailable("switch " + name() + " " + what));
        }
    }

    private void answer(OFEchoRequest echo) {
        send(Flows.FACTORY.buildEchoReply().setXid(echo.getXid()).setData(echo.getData()).build());
    }

    private void write(OFMessage message) {
        if (channel != null) {
            var _ = channel.write(message);
        }
    }

    private void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    private String name() {
        if (datapath != null) {
            return datapath.toString();
        }
        return channel == null ? "(new)" : String.valueOf(channel.channel().remoteAddress());
    }
}
