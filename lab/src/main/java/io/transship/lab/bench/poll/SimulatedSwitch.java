package io.transship.lab.bench.poll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A switch that speaks OpenFlow 1.3 as far as a controller asks: handshake, echoes, barriers, its
 * ports, and counters that grow. A frame that it is told to send comes in at the other end of the
 * cable and goes to the controller; flow entries are taken and forgotten. Its bytes are written by
 * hand: a thousand of it must cost less than who asks them.
 */
@ChannelHandler.Sharable
final class SimulatedSwitch extends SimpleChannelInboundHandler<ByteBuf> {

    private static final int VERSION = 4;
    private static final int HEADER = 8;
    private static final int LONGEST = 0xffff;

    private static final int HELLO = 0;
    private static final int ECHO_REQUEST = 2;
    private static final int ECHO_REPLY = 3;
    private static final int FEATURES_REQUEST = 5;
    private static final int FEATURES_REPLY = 6;
    private static final int PACKET_IN = 10;
    private static final int PACKET_OUT = 13;
    private static final int MULTIPART_REQUEST = 18;
    private static final int MULTIPART_REPLY = 19;
    private static final int BARRIER_REQUEST = 20;
    private static final int BARRIER_REPLY = 21;

    private static final int AGGREGATE = 2;
    private static final int PORT_STATS = 4;
    private static final int PORT_DESC = 13;

    private static final int FEATURES_BYTES = 24;
    private static final int AGGREGATE_BYTES = 24;
    private static final int PORT_STATS_BYTES = 112;
    private static final int PORT_DESC_BYTES = 64;
    private static final int MULTIPART_HEAD = 8;
    private static final int PACKET_OUT_HEAD = 24;
    private static final int PACKET_IN_HEAD = 34;
    private static final int OUTPUT = 0;
    private static final int GIGABIT_KBPS = 1_000_000;
    private static final long BYTES_A_QUESTION = 1_000_000;

    private final long datapath;
    private final int ports;
    private final @Nullable Socket[] sockets;
    private @Nullable ChannelHandlerContext channel;
    private long[] asked = new long[64];
    private volatile int questions;

    SimulatedSwitch(long datapath, int ports) {
        this.datapath = datapath;
        this.ports = ports;
        this.sockets = new Socket[ports + 1];
    }

    /** Where a cable leads. */
    private record Socket(SimulatedSwitch of, int port) {}

    /** Before it connects: what leaves that port comes in there. */
    void plug(int port, SimulatedSwitch other, int otherPort) {
        sockets[port] = new Socket(other, otherPort);
    }

    static ChannelHandler cutter() {
        return new LengthFieldBasedFrameDecoder(LONGEST, 2, 2, -4, 0);
    }

    /** How often its ports' counters were asked for. */
    int questions() {
        return questions;
    }

    /** When that was, in nanoseconds. */
    long[] askedAt() {
        int count = questions;
        return Arrays.copyOf(asked, count);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context;
        ByteBuf hello = begin(context, HELLO, 0, 0);
        var _ = context.writeAndFlush(hello);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        int type = message.getUnsignedByte(1);
        int xid = message.getInt(4);
        switch (type) {
            case ECHO_REQUEST -> echo(context, message, xid);
            case FEATURES_REQUEST -> features(context, xid);
            case BARRIER_REQUEST -> barrier(context, xid);
            case PACKET_OUT -> packetOut(message);
            case MULTIPART_REQUEST -> multipart(context, message.getUnsignedShort(HEADER), xid);
            default -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channel = null;
    }

    /** The controller has ended the connection; it is made anew. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    private void packetOut(ByteBuf message) {
        int at = message.readerIndex() + PACKET_OUT_HEAD;
        int data = at + message.getUnsignedShort(message.readerIndex() + 16);
        ByteBuf frame = message.slice(data, message.writerIndex() - data);
        while (at < data) {
            Socket socket =
                    message.getUnsignedShort(at) == OUTPUT ? socket(message.getInt(at + 4)) : null;
            if (socket != null) {
                socket.of().packetIn(socket.port(), frame);
            }
            at += message.getUnsignedShort(at + 2);
        }
    }

    private @Nullable Socket socket(int port) {
        return port > 0 && port < sockets.length ? sockets[port] : null;
    }

    private void packetIn(int port, ByteBuf frame) {
        if (channel == null) {
            return;
        }
        ByteBuf message = begin(channel, PACKET_IN, 0, PACKET_IN_HEAD + frame.readableBytes());
        message.writeInt(-1).writeShort(frame.readableBytes()).writeShort(0).writeLong(0);
        message.writeShort(1).writeShort(12);
        message.writeShort(0x8000).writeByte(0).writeByte(4).writeInt(port).writeZero(4);
        message.writeZero(2).writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        var _ = channel.writeAndFlush(message);
    }

    private static void echo(ChannelHandlerContext context, ByteBuf request, int xid) {
        int length = request.readableBytes() - HEADER;
        ByteBuf reply = begin(context, ECHO_REPLY, xid, length);
        reply.writeBytes(request, request.readerIndex() + HEADER, length);
        var _ = context.write(reply);
    }

    private static void barrier(ChannelHandlerContext context, int xid) {
        var _ = context.write(begin(context, BARRIER_REPLY, xid, 0));
    }

    private void features(ChannelHandlerContext context, int xid) {
        ByteBuf reply = begin(context, FEATURES_REPLY, xid, FEATURES_BYTES);
        reply.writeLong(datapath);
        reply.writeInt(0);
        reply.writeByte(254);
        reply.writeZero(3);
        reply.writeInt(0);
        reply.writeInt(0);
        var _ = context.write(reply);
    }

    private void multipart(ChannelHandlerContext context, int type, int xid) {
        ByteBuf reply =
                switch (type) {
                    case AGGREGATE -> aggregate(context, xid);
                    case PORT_STATS -> portStatistics(context, xid);
                    case PORT_DESC -> portDescriptions(context, xid);
                    default ->
                            begin(context, MULTIPART_REPLY, xid, MULTIPART_HEAD)
                                    .writeShort(type)
                                    .writeZero(6);
                };
        var _ = context.write(reply);
    }

    private ByteBuf aggregate(ChannelHandlerContext context, int xid) {
        ByteBuf reply = multipart(context, AGGREGATE, xid, AGGREGATE_BYTES);
        reply.writeLong(100L * questions);
        reply.writeLong(BYTES_A_QUESTION * questions);
        reply.writeInt(3);
        return reply.writeZero(4);
    }

    private ByteBuf portStatistics(ChannelHandlerContext context, int xid) {
        note(System.nanoTime());
        ByteBuf reply = multipart(context, PORT_STATS, xid, ports * PORT_STATS_BYTES);
        long bytes = BYTES_A_QUESTION * questions;
        for (int port = 1; port <= ports; port++) {
            reply.writeInt(port).writeZero(4);
            reply.writeLong(questions).writeLong(questions);
            reply.writeLong(bytes).writeLong(bytes / port);
            reply.writeZero(8 * 8);
            reply.writeInt(questions).writeInt(0);
        }
        return reply;
    }

    private ByteBuf portDescriptions(ChannelHandlerContext context, int xid) {
        ByteBuf reply = multipart(context, PORT_DESC, xid, ports * PORT_DESC_BYTES);
        for (int port = 1; port <= ports; port++) {
            reply.writeInt(port).writeZero(4);
            reply.writeShort(0x0200).writeInt((int) datapath << 8 | port).writeZero(2);
            byte[] name = new byte[16];
            byte[] words = ("p" + port).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            System.arraycopy(words, 0, name, 0, words.length);
            reply.writeBytes(name);
            reply.writeZero(4 * 6);
            reply.writeInt(GIGABIT_KBPS).writeInt(GIGABIT_KBPS);
        }
        return reply;
    }

    /** Only this thread writes; who reads the number sees the moments before it. */
    private void note(long now) {
        int count = questions;
        if (count == asked.length) {
            asked = Arrays.copyOf(asked, 2 * count);
        }
        asked[count] = now;
        questions = count + 1;
    }

    private static ByteBuf multipart(ChannelHandlerContext context, int type, int xid, int bytes) {
        return begin(context, MULTIPART_REPLY, xid, MULTIPART_HEAD + bytes)
                .writeShort(type)
                .writeZero(6);
    }

    private static ByteBuf begin(ChannelHandlerContext context, int type, int xid, int bytes) {
        return context.alloc()
                .buffer(HEADER + bytes)
                .writeByte(VERSION)
                .writeByte(type)
                .writeShort(HEADER + bytes)
                .writeInt(xid);
    }
}
