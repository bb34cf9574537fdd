package io.transship.manager.daemons;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.proto.v1.AbortReply;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.AdoptReply;
import io.transship.proto.v1.AdoptRequest;
import io.transship.proto.v1.AwaitReply;
import io.transship.proto.v1.AwaitRequest;
import io.transship.proto.v1.CheckRequest;
import io.transship.proto.v1.CommitReply;
import io.transship.proto.v1.CommitRequest;
import io.transship.proto.v1.DaemonGrpc;
import io.transship.proto.v1.HelloReply;
import io.transship.proto.v1.HelloRequest;
import io.transship.proto.v1.LimitReply;
import io.transship.proto.v1.LimitRequest;
import io.transship.proto.v1.ListRequest;
import io.transship.proto.v1.MeasureReply;
import io.transship.proto.v1.MeasureRequest;
import io.transship.proto.v1.MigrateRequest;
import io.transship.proto.v1.PagesReply;
import io.transship.proto.v1.PagesRequest;
import io.transship.proto.v1.PrepareRequest;
import io.transship.proto.v1.RemoveReply;
import io.transship.proto.v1.RemoveRequest;
import io.transship.proto.v1.RenewReply;
import io.transship.proto.v1.RenewRequest;
import io.transship.proto.v1.StartReply;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.StopReply;
import io.transship.proto.v1.StopRequest;
import io.transship.settings.HostAndPort;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Calls to the daemon of one host. A failure that the daemon reports has its code; a call that did
 * not come to its end is PEER_UNREACHABLE or DEADLINE_EXCEEDED, and may have had its effect.
 * Thread-safe.
 */
public final class DaemonClient implements AutoCloseable {

    /** The version of the protocol that this release speaks. */
    public static final int PROTOCOL_VERSION = 1;

    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofSeconds(25);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration DECISION = Duration.ofSeconds(90);
    private static final int MAX_MESSAGE = 4 << 20;
    private static final int KEEPALIVE_SECONDS = 3;

    /** Else a call to a host without power would wait for its own deadline, with the wrong code. */
    private static final int CONNECT_MS = 3000;

    private static final int PROBE_MS = 1000;

    private final HostId host;
    private final HostAndPort address;
    private final ManagedChannel channel;

    /** Connects when it is first used, with the manager's certificate. */
    public DaemonClient(DaemonEndpoint endpoint, TlsFiles tls) {
        this.host = endpoint.host();
        this.address = endpoint.daemon();
        try {
            this.channel =
                    NettyChannelBuilder.forAddress(
                                    endpoint.daemon().host(), endpoint.daemon().port())
                            .sslContext(
                                    GrpcSslContexts.configure(
                                                    SslContextBuilder.forClient(), SslProvider.JDK)
                                            .trustManager(tls.authority().toFile())
                                            .keyManager(
                                                    tls.certificate().toFile(), tls.key().toFile())
                                            .protocols("TLSv1.3")
                                            .build())
                            .overrideAuthority(host.name())
                            .maxInboundMessageSize(MAX_MESSAGE)
                            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                            .keepAliveTimeout(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                            .build();
        } catch (SSLException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the certificate "
                            + tls.certificate()
                            + " can't be used: "
                            + e.getMessage()
                            + ".",
                    e);
        }
    }

    /** Whose daemon this is. */
    public HostId host() {
        return host;
    }

    /** Whether somebody takes connections there now; blocks for a second at most. */
    public boolean isReachable() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PROBE_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A sign of life, with what the daemon can do. */
    public HelloReply hello() {
        HelloReply reply =
                call(
                        QUICK,
                        stub ->
                                stub.hello(
                                        HelloRequest.newBuilder()
                                                .setProtocolVersion(PROTOCOL_VERSION)
                                                .setManager("transship")
                                                .build()));
        if (reply.getProtocolVersion() != PROTOCOL_VERSION) {
            throw new TransshipException(
                    FailureCode.VERSION_MISMATCH,
                    "the daemon of "
                            + host
                            + " speaks version "
                            + reply.getProtocolVersion()
                            + ", the manager "
                            + PROTOCOL_VERSION
                            + ".");
        }
        return reply;
    }

    /** Whether the host is fit, for a move or at all. */
    public CheckAnswer check(CheckRequest request) {
        return Wire.answer(host, call(CHECK, stub -> stub.check(request)));
    }

    /** The managed containers of the host. */
    public List<DeployedContainer> list() {
        return call(QUICK, stub -> stub.list(ListRequest.getDefaultInstance()))
                .getContainersList()
                .stream()
                .map(state -> Wire.fromWire(host, state))
                .toList();
    }

    /** START: returns when the container runs. */
    public String start(ContainerOrder order) {
        StartReply reply =
                call(
                        START,
                        stub ->
                                stub.start(
                                        StartRequest.newBuilder()
                                                .setSpec(Wire.toWire(order))
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply.getEngineId();
    }

    /** Ends and removes a container. */
    public void remove(ContainerId container) {
        RemoveReply reply =
                call(
                        START,
                        stub ->
                                stub.remove(
                                        RemoveRequest.newBuilder()
                                                .setName(container.name())
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
    }

    /** Begins to get ready; to be closed. */
    public EventReader prepare(PrepareRequest request, Duration deadline) {
        return new EventReader(host, within(deadline).prepare(request));
    }

    /**
     * MIGRATE; to be closed.
     *
     * @param bound the most that is sent from now on; zero: no bound
     */
    public EventReader migrate(String migration, BitRate bound, Duration deadline) {
        return new EventReader(
                host,
                within(deadline)
                        .migrate(
                                MigrateRequest.newBuilder()
                                        .setMigrationId(migration)
                                        .setMaxRateBps(bound.bps())
                                        .build()));
    }

    /** What a source has sent so far, in bytes on the wire. */
    public long moved(String migration) {
        return limit(LimitRequest.newBuilder().setMigrationId(migration));
    }

    /** From now on a source sends at most that; zero: no bound. */
    public void limit(String migration, BitRate bound) {
        var _ =
                limit(
                        LimitRequest.newBuilder()
                                .setMigrationId(migration)
                                .setMaxRateBps(bound.bps()));
    }

    private long limit(LimitRequest.Builder request) {
        LimitReply reply = call(QUICK, stub -> stub.limit(request.build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply.getMovedBytes();
    }

    /** What a move would carry. */
    public MeasureReply measure(MeasureRequest request, Duration deadline) {
        MeasureReply reply = call(deadline, stub -> stub.measure(request));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply;
    }

    /** The manager's sign of life to a target. */
    public RenewReply renew(RenewRequest request, Duration deadline) {
        RenewReply reply = call(deadline, stub -> stub.renew(request));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply;
    }

    /** Returns when a target's copy runs. */
    public void awaitCopy(String migration, Duration deadline) {
        AwaitReply reply =
                call(
                        deadline,
                        stub ->
                                stub.await(
                                        AwaitRequest.newBuilder()
                                                .setMigrationId(migration)
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
    }

    /** In mode leave-running: the source stops for good and unplugs itself. */
    public void stop(String migration) {
        StopReply reply =
                call(
                        QUICK,
                        stub ->
                                stub.stop(
                                        StopRequest.newBuilder()
                                                .setMigrationId(migration)
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
    }

    /** In mode post-copy: how far the memory of a copy that serves has come. */
    public PagesReply pages(String migration) {
        PagesReply reply =
                call(
                        QUICK,
                        stub ->
                                stub.pages(
                                        PagesRequest.newBuilder()
                                                .setMigrationId(migration)
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply;
    }

    /** The target writes down that its copy is the container. */
    public void adopt(String migration, Duration deadline) {
        AdoptReply reply =
                call(
                        deadline,
                        stub ->
                                stub.adopt(
                                        AdoptRequest.newBuilder()
                                                .setMigrationId(migration)
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
    }

    /** The target completes what it adopted; the source removes its own. */
    public void commit(String migration) {
        CommitReply reply =
                call(
                        DECISION,
                        stub ->
                                stub.commit(
                                        CommitRequest.newBuilder()
                                                .setMigrationId(migration)
                                                .build()));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
    }

    /**
     * The target kills its copy; the source serves again.
     *
     * @return whether this host's copy serves afterwards
     */
    public boolean abort(AbortRequest request, Duration deadline) {
        AbortReply reply = call(deadline, stub -> stub.abort(request));
        if (reply.hasFailure()) {
            throw Wire.failure(host, reply.getFailure());
        }
        return reply.getServing();
    }

    /** A call with one answer. */
    @FunctionalInterface
    private interface Call<A> {
        A on(DaemonGrpc.DaemonBlockingV2Stub stub) throws StatusException;
    }

    private <A> A call(Duration deadline, Call<A> call) {
        try {
            return call.on(within(deadline));
        } catch (StatusException e) {
            throw Wire.unanswered(host, e);
        }
    }

    private DaemonGrpc.DaemonBlockingV2Stub within(Duration deadline) {
        return DaemonGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives up what a broken connection makes gRPC wait for: tries anew at once. */
    public void reconnect() {
        channel.resetConnectBackoff();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
