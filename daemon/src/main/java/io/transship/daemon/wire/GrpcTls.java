package io.transship.daemon.wire;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.refusal.RefusalLog;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** gRPC over mutual TLS 1.3. */
public final class GrpcTls {

    private static final int MAX_MESSAGE = 4 << 20;
    private static final Duration KEEPALIVE = Duration.ofSeconds(5);

    private GrpcTls() {}

    /**
     * A server that wants a certificate of our authority from everybody; not started.
     *
     * @param host whose daemon it is
     */
    public static NettyServerBuilder server(
            TlsIdentity tls, InetSocketAddress address, String host, Executor executor) {
        RefusalLog refusals = new RefusalLog("control", System::nanoTime);
        try {
            SslContext context =
                    GrpcSslContexts.configure(
                                    SslContextBuilder.forServer(tls.keyManager()), SslProvider.JDK)
                            .trustManager(tls.trustManager())
                            .clientAuth(ClientAuth.REQUIRE)
                            .protocols("TLSv1.3")
                            .build();
            return NettyServerBuilder.forAddress(address)
                    .protocolNegotiator(new WatchedTls(context, refusals))
                    .executor(executor)
                    .intercept(new PeerGuard(host, refusals))
                    .maxInboundMessageSize(MAX_MESSAGE)
                    .maxInboundMetadataSize(8192)
                    .maxConcurrentCallsPerConnection(64)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                    .keepAliveTimeout(KEEPALIVE.toSeconds(), TimeUnit.SECONDS);
        } catch (SSLException e) {
            throw unusable(tls, e);
        }
    }

    /** A channel to the process whose certificate has the DNS name {@code peer}. */
    public static ManagedChannel channel(
            TlsIdentity tls, InetSocketAddress address, String peer, Executor executor) {
        try {
            SslContext context =
                    GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                            .trustManager(tls.trustManager())
                            .keyManager(tls.keyManager())
                            .protocols("TLSv1.3")
                            .build();
            return NettyChannelBuilder.forAddress(address)
                    .sslContext(context)
                    .overrideAuthority(peer)
                    .executor(executor)
                    .maxInboundMessageSize(MAX_MESSAGE)
                    .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                    .keepAliveTimeout(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                    .build();
        } catch (SSLException e) {
            throw unusable(tls, e);
        }
    }

    /**
     * Starts and ends a server that has nothing to say, on loopback: what a server needs of the JVM
     * is there afterwards, so that the time in which something else is waited for is put to use.
     */
    public static void rehearse(TlsIdentity tls, Executor executor) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var _ = start(server(tls, anywhere, "rehearsal", executor), anywhere).shutdownNow();
    }

    /** Starts a server, or says which port is taken. */
    public static Server start(ServerBuilder<?> builder, InetSocketAddress address) {
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.PORT_IN_USE,
                    "the control port " + address + " can't be opened: " + e.getMessage() + ".",
                    e);
        }
    }

    private static TransshipException unusable(TlsIdentity tls, SSLException e) {
        return new TransshipException(
                FailureCode.CONFIG_INVALID,
                "the certificate "
                        + tls.files().certificate()
                        + " can't be used: "
                        + e.getMessage()
                        + ".",
                e);
    }
}
