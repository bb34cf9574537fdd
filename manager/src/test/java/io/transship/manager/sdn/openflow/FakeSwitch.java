package io.transship.manager.sdn.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFBadRequestCode;
import org.projectfloodlight.openflow.protocol.OFEchoRequest;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFPortReason;
import org.projectfloodlight.openflow.protocol.OFPortState;
import org.projectfloodlight.openflow.protocol.OFPortStatsEntry;
import org.projectfloodlight.openflow.protocol.OFStatsReplyFlags;
import org.projectfloodlight.openflow.protocol.OFStatsRequest;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.action.OFActionOutput;
import org.projectfloodlight.openflow.protocol.action.OFActionSetField;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFErrorCauseData;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/**
 * A switch that speaks real OpenFlow over TCP and keeps a real flow table, but whose cables are
 * method calls into a {@link FakeNetwork}. All of its state belongs to the network's thread.
 */
final class FakeSwitch {

    private static final OFFactory FACTORY = Flows.FACTORY;

    private final DatapathId datapath;
    private final FakeNetwork network;
    private final FakeTable table = new FakeTable();
    private final SortedMap<Integer, Boolean> ports = new TreeMap<>();
    private Socket socket = new Socket();
    private boolean deaf;
    private boolean refusing;
    private Meter meter = port -> new Counted(0, 0, 0);
    private LongSupplier packets = () -> sum(entry -> entry.packets);

    /** What a port has counted, and for how long. */
    record Counted(long rxBytes, long txBytes, long seconds) {}

    /** The counters of a switch's ports. */
    interface Meter {

        Counted read(int port);
    }

    FakeSwitch(DatapathId datapath, FakeNetwork network) {
        this.datapath = datapath;
        this.network = network;
    }

    FakeTable table() {
        return table;
    }

    void addPort(int number) {
        ports.put(number, true);
    }

    /** From now on it takes everything and answers nothing. */
    void deafen() {
        deaf = true;
    }

    /** From now on its ports and its flow entries have counted this. */
    void measure(Meter ports, LongSupplier flowPackets) {
        meter = ports;
        packets = flowPackets;
    }

    /** Whether it answers questions for its counters with an error. */
    void refuse(boolean statistics) {
        refusing = statistics;
    }

    void connect(InetSocketAddress controller) throws IOException {
        deaf = false;
        socket = new Socket(controller.getAddress(), controller.getPort());
        socket.setTcpNoDelay(true);
        Socket mine = socket;
        Thread.ofVirtual().start(() -> read(mine));
    }

    void disconnect() throws IOException {
        socket.close();
    }

    /** The state of a port changes, and the controller is told. */
    void setUp(int port, boolean up) {
        if (ports.put(port, up) != up) {
            send(
                    FACTORY.buildPortStatus()
                            .setReason(OFPortReason.MODIFY)
                            .setDesc(describe(port))
                            .build());
        }
    }

    boolean isUp(int port) {
        return ports.getOrDefault(port, false);
    }

    /** A frame comes in at a port. */
    void receive(int port, Frame frame, int hops) {
        if (!isUp(port)) {
            return;
        }
        Frame now = frame;
        OptionalInt next = OptionalInt.of(0);
        while (next.isPresent()) {
            Optional<FakeTable.Entry> entry = table.lookUp(next.getAsInt(), port, now);
            if (entry.isEmpty()) {
                return;
            }
            for (OFAction action : entry.get().actions) {
                if (action instanceof OFActionSetField set) {
                    now = FakeTable.set(set.getField(), now);
                } else {
                    output(port, ((OFActionOutput) action).getPort(), now, entry.get(), hops);
                }
            }
            next = entry.get().next;
        }
    }

    private void output(int port, OFPort out, Frame frame, FakeTable.Entry entry, int hops) {
        if (out.equals(OFPort.CONTROLLER)) {
            packetIn(port, frame, entry.cookie);
        } else if (out.getPortNumber() != port && isUp(out.getPortNumber())) {
            network.transmit(new ConnectPoint(datapath, out.getPortNumber()), frame, hops + 1);
        }
    }

    private void packetIn(int port, Frame frame, long cookie) {
        send(
                FACTORY.buildPacketIn()
                        .setBufferId(OFBufferId.NO_BUFFER)
                        .setReason(OFPacketInReason.ACTION)
                        .setTableId(TableId.of(0))
                        .setCookie(U64.of(cookie))
                        .setTotalLen(frame.bytes().length)
                        .setMatch(
                                FACTORY.buildMatch()
                                        .setExact(MatchField.IN_PORT, OFPort.of(port))
                                        .build())
                        .setData(frame.bytes())
                        .build());
    }

    private void read(Socket from) {
        try (from) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            network.run(() -> send(FACTORY.buildHello().build()));
            while (true) {
                byte[] head = new byte[4];
                in.readFully(head);
                int length = (head[2] & 0xff) << 8 | head[3] & 0xff;
                byte[] whole = java.util.Arrays.copyOf(head, length);
                in.readFully(whole, 4, length - 4);
                OFMessage message =
                        OFFactories.getGenericReader().readFrom(Unpooled.wrappedBuffer(whole));
                network.run(() -> handle(message));
            }
        } catch (IOException ended) {
            // the connection is over
        } catch (OFParseError e) {
            throw new AssertionError(e);
        }
    }

    private void handle(OFMessage message) {
        if (deaf) {
            return;
        }
        long xid = message.getXid();
        switch (message.getType()) {
            case FEATURES_REQUEST ->
                    send(
                            FACTORY.buildFeaturesReply()
                                    .setXid(xid)
                                    .setDatapathId(
                                            org.projectfloodlight.openflow.types.DatapathId.of(
                                                    datapath.value()))
                                    .build());
            case ECHO_REQUEST ->
                    send(
                            FACTORY.buildEchoReply()
                                    .setXid(xid)
                                    .setData(((OFEchoRequest) message).getData())
                                    .build());
            case BARRIER_REQUEST -> send(FACTORY.buildBarrierReply().setXid(xid).build());
            case FLOW_MOD -> table.apply((OFFlowMod) message);
            case PACKET_OUT -> packetOut((OFPacketOut) message);
            case STATS_REQUEST -> statistics((OFStatsRequest<?>) message);
            default -> {}
        }
    }

    private void packetOut(OFPacketOut message) {
        Frame frame = Frame.parse(message.getData()).orElseThrow();
        for (OFAction action : message.getActions()) {
            if (action instanceof OFActionSetField set) {
                frame = FakeTable.set(set.getField(), frame);
                continue;
            }
            int port = ((OFActionOutput) action).getPort().getPortNumber();
            if (isUp(port)) {
                network.transmit(new ConnectPoint(datapath, port), frame, 1);
            }
        }
    }

    private void statistics(OFStatsRequest<?> request) {
        long xid = request.getXid();
        if (refusing) {
            send(
                    FACTORY.errorMsgs()
                            .buildBadRequestErrorMsg()
                            .setXid(xid)
                            .setCode(OFBadRequestCode.EPERM)
                            .setData(OFErrorCauseData.NONE)
                            .build());
            return;
        }
        switch (request.getStatsType()) {
            case PORT_DESC ->
                    send(
                            FACTORY.buildPortDescStatsReply()
                                    .setXid(xid)
                                    .setEntries(
                                            ports.keySet().stream().map(this::describe).toList())
                                    .build());
            case AGGREGATE ->
                    send(
                            FACTORY.buildAggregateStatsReply()
                                    .setXid(xid)
                                    .setFlowCount(table.entries().size())
                                    .setPacketCount(U64.of(packets.getAsLong()))
                                    .setByteCount(U64.of(sum(entry -> entry.bytes)))
                                    .build());
            case PORT -> portStatistics(xid);
            default -> throw new AssertionError("the fake does not know " + request);
        }
    }

    /** One part a port, as a switch with many ports may do. */
    private void portStatistics(long xid) {
        List<Integer> numbers = new ArrayList<>(ports.keySet());
        for (int number : numbers) {
            boolean last = number == numbers.getLast();
            Counted counted = meter.read(number);
            OFPortStatsEntry entry =
                    FACTORY.buildPortStatsEntry()
                            .setPortNo(OFPort.of(number))
                            .setRxPackets(U64.of(number))
                            .setRxBytes(U64.of(counted.rxBytes()))
                            .setTxBytes(U64.of(counted.txBytes()))
                            .setDurationSec(counted.seconds())
                            .build();
            send(
                    FACTORY.buildPortStatsReply()
                            .setXid(xid)
                            .setFlags(last ? Set.of() : Set.of(OFStatsReplyFlags.REPLY_MORE))
                            .setEntries(List.of(entry))
                            .build());
        }
    }

    private long sum(java.util.function.ToLongFunction<FakeTable.Entry> counter) {
        return table.entries().stream().mapToLong(counter).sum();
    }

    private OFPortDesc describe(int port) {
        return FACTORY.buildPortDesc()
                .setPortNo(OFPort.of(port))
                .setName("p" + port)
                .setCurrSpeed(1_000_000)
                .setState(isUp(port) ? Set.of() : Set.of(OFPortState.LINK_DOWN))
                .build();
    }

    private void send(OFMessage message) {
        if (socket.isClosed() || !socket.isConnected()) {
            return;
        }
        ByteBuf bytes = Unpooled.buffer();
        message.writeTo(bytes);
        byte[] out = new byte[bytes.readableBytes()];
        bytes.readBytes(out);
        try {
            socket.getOutputStream().write(out);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
