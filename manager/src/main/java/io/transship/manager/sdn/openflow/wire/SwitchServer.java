package io.transship.manager.sdn.openflow.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the connections of switches and cuts their bytes into messages. */
public final class SwitchServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchServer.class);
    private static final int LONGEST_MESSAGE = 0xffff;

    private final Channel channel;

    /**
     * Listens.
     *
     * @throws TransshipException PORT_IN_USE if somebody else does, or the address is not ours
     */
    public SwitchServer(
            EventLoopGroup loop, InetSocketAddress listen, Supplier<SwitchConnection> connections) {
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel accepted) {
                                        accepted.pipeline()
                                                .addLast(new Cutter())
                                                .addLast(new Reader())
                                                .addLast(new Writer())
                                                .addLast(connections.get());
                                    }
                                })
                        .bind(listen)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "can't listen for switches on " + listen + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        channel = bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        var _ = channel.close().awaitUninterruptibly();
    }

    /** Every OpenFlow message says its length in its third and fourth byte. */
    private static final class Cutter extends LengthFieldBasedFrameDecoder {
        Cutter() {
            super(LONGEST_MESSAGE, 2, 2, -4, 0);
        }
    }

    /** A message that nobody understands is left out; the next one stands by itself. */
    private static final class Reader extends MessageToMessageDecoder<ByteBuf> {
        Reader() {
            super(ByteBuf.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
            try {
                OFMessage message = OFFactories.getGenericReader().readFrom(bytes);
                if (message != null) {
                    out.add(message);
                }
            } catch (OFParseError | IllegalArgumentException | IndexOutOfBoundsException e) {
                LOG.warn(
                        "a message of {} makes no sense: {}",
                        context.channel().remoteAddress(),
                        e.getMessage());
            }
        }
    }

    private static final class Writer extends MessageToByteEncoder<OFMessage> {
        Writer() {
            super(OFMessage.class);
        }

        @Override
        protected void encode(ChannelHandlerContext context, OFMessage message, ByteBuf out) {
            message.writeTo(out);
        }
    }
}
