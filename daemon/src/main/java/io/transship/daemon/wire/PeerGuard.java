package io.transship.daemon.wire;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.refusal.RefusalLog;
import io.transship.daemon.transfer.PeerName;
import io.transship.proto.v1.DaemonGrpc;
import java.util.Set;
import javax.net.ssl.SSLSession;

/**
 * Lets only the manager give orders; RESTART is another daemon's, whose names the session checks.
 */
public final class PeerGuard implements ServerInterceptor {

    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final String RESTART = DaemonGrpc.getRestartMethod().getFullMethodName();

    private final String host;
    private final RefusalLog refusals;

    /** Of the daemon of {@code host}. */
    public PeerGuard(String host, RefusalLog refusals) {
        this.host = host;
        this.refusals = refusals;
    }

    private record Caller(Set<String> names, RefusalLog refusals) {}

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return refuse(call, "a connection without TLS");
        }
        Set<String> names = PeerName.of(session);
        boolean restart = call.getMethodDescriptor().getFullMethodName().equals(RESTART);
        if (!restart && !names.contains(PeerName.MANAGER)) {
            if (!names.contains(host)) {
                // A daemon's call to itself is its warm-up.
                refusals.refused(names, "only the manager may call this");
            }
            return refuse(call, "only the manager may call this, not " + names);
        }
        return Contexts.interceptCall(
                Context.current().withValue(CALLER, new Caller(names, refusals)),
                call,
                headers,
                next);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, String why) {
        call.close(Status.PERMISSION_DENIED.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Checks that the peer of the call that is being served has that name. */
    public static void require(String name) {
        Caller caller = CALLER.get();
        if (caller == null || !caller.names().contains(name)) {
            if (caller != null) {
                caller.refusals().refused(caller.names(), "it says that it is '" + name + "'");
            }
            throw new TransshipException(
                    FailureCode.PEER_NOT_TRUSTED,
                    "the peer's certificate does not name '" + name + "'.");
        }
    }
}
