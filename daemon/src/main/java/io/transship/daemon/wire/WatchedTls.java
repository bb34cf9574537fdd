package io.transship.daemon.wire;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.transship.daemon.refusal.RefusalLog;
import java.nio.channels.ClosedChannelException;

/**
 * A server's TLS that tells whose handshake failed, and why: gRPC keeps that to itself, and has no
 * other way in than the interfaces that it calls internal.
 */
final class WatchedTls implements InternalProtocolNegotiator.ProtocolNegotiator {

    private final InternalProtocolNegotiator.ProtocolNegotiator tls;
    private final RefusalLog refusals;

    WatchedTls(SslContext context, RefusalLog refusals) {
        this.tls = InternalProtocolNegotiators.serverTls(context);
        this.refusals = refusals;
    }

    @Override
    public AsciiString scheme() {
        return tls.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new Watch(tls.newHandler(grpc));
    }

    @Override
    public void close() {
        tls.close();
    }

    /** Stands behind TLS, where a failure of the handshake comes by. An event loop's own. */
    private final class Watch extends ChannelInboundHandlerAdapter {

        private final ChannelHandler watched;
        private boolean told;

        Watch(ChannelHandler watched) {
            this.watched = watched;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addBefore(context.name(), null, watched);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
            SslHandler handler = context.pipeline().get(SslHandler.class);
            if (!told && (handler == null || !handler.handshakeFuture().isSuccess())) {
                told = true;
                refusals.refused(context.channel().remoteAddress(), reason(why));
            }
            context.fireExceptionCaught(why);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown.getCause();
        Throwable why = thrown instanceof DecoderException && cause != null ? cause : thrown;
        return switch (why) {
            // Its own words repeat what the stranger sent.
            case NotSslRecordException _ -> "what it sent is no TLS";
            case ClosedChannelException _ -> "it ended the handshake";
            default -> String.valueOf(why.getMessage());
        };
    }
}
