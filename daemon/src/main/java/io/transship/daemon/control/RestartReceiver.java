package io.transship.daemon.control;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.luggage.ArrivingImage;
import io.transship.daemon.session.SessionParts;
import io.transship.daemon.session.Sessions;
import io.transship.daemon.session.TargetSession;
import io.transship.daemon.transfer.FileDigest;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.wire.Digests;
import io.transship.daemon.wire.Failures;
import io.transship.daemon.wire.PeerGuard;
import io.transship.daemon.wire.Protocol;
import io.transship.daemon.wire.Specs;
import io.transship.proto.v1.PageStream;
import io.transship.proto.v1.RestartBatch;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartPrepared;
import io.transship.proto.v1.RestartReady;
import io.transship.proto.v1.RestartReceived;
import io.transship.proto.v1.RestartReply;
import io.transship.proto.v1.RestartRequest;
import io.transship.proto.v1.RestartSuccess;
import io.transship.settings.QuietCompilers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RESTART as the target hears it. gRPC calls its methods one after the other. */
final class RestartReceiver implements StreamObserver<RestartRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RestartReceiver.class);

    private final SessionParts parts;
    private final Sessions sessions;
    private final StreamObserver<RestartReply> replies;
    private @Nullable TargetSession session;
    private boolean ended;

    RestartReceiver(
            SessionParts parts, Sessions sessions, ServerCallStreamObserver<RestartReply> replies) {
        this.parts = parts;
        this.sessions = sessions;
        this.replies = replies;
        // With a handler, answering a source that has gone is ignored instead of failing.
        replies.setOnCancelHandler(() -> {});
    }

    @Override
    public void onNext(RestartRequest request) {
        if (ended) {
            return;
        }
        try {
            switch (request.getMessageCase()) {
                case OPEN -> open(request.getOpen());
                case AHEAD -> ahead(request.getAhead());
                case IMAGES -> images(request.getImages());
                case MESSAGE_NOT_SET -> throw violation("an empty message");
            }
        } catch (Exception e) {
            fail(e);
        }
    }

    private void open(RestartOpen open) {
        if (session != null) {
            throw violation("a second OPEN");
        }
        if (open.getProtocolVersion() != Protocol.VERSION) {
            throw new TransshipException(
                    FailureCode.VERSION_MISMATCH,
                    "the source speaks version "
                            + open.getProtocolVersion()
                            + ", "
                            + parts.host()
                            + " speaks "
                            + Protocol.VERSION
                            + ".");
        }
        PeerGuard.require(open.getSourceHost());
        MigrationMode mode = parts.engine().modes().require(open.getMode(), parts.host().name());
        Handover handover = Specs.checked(() -> handover(open, mode));
        TargetSession opened =
                sessions.openTarget(
                        Specs.migration(open.getMigrationId()), handover, open.getPlugAtAdoption());
        session = opened;
        replies.onNext(RestartReply.newBuilder().setReady(ready(opened, open)).build());
    }

    private RestartReady.Builder ready(TargetSession opened, RestartOpen open) {
        TransferId transfer = opened.open(open.getSourceHost(), lease(open));
        Optional<TransferId> tunnel = opened.openTunnel(open.getSourceHost());
        RestartReady.Builder ready =
                RestartReady.newBuilder()
                        .setTransferId(ByteString.copyFrom(transfer.bytes()))
                        .setTunnelId(
                                tunnel.map(TransferId::bytes)
                                        .map(ByteString::copyFrom)
                                        .orElse(ByteString.EMPTY));
        return opened.image().isMissing()
                ? ready.setImageMissing(true)
                        .setImageLayersPresent(opened.image().present(open.getImageLayersList()))
                : ready;
    }

    private Duration lease(RestartOpen open) {
        Duration asked = Duration.ofMillis(open.getLeaseMs());
        if (asked.isNegative()
                || asked.isZero()
                || asked.compareTo(parts.settings().maxLease()) > 0) {
            throw violation("a lease of " + asked);
        }
        return asked;
    }

    private static Handover handover(RestartOpen open, MigrationMode mode) {
        return new Handover(
                Specs.fromWire(open.getSpec()),
                open.getImageId(),
                open.getEngineCreate().toStringUtf8(),
                mode,
                new ByteCount(open.getExpectedBytes()));
    }

    private void ahead(RestartBatch batch) throws IOException, InterruptedException {
        TargetSession target = requireSession();
        int number = target.image().isWantedWhole() ? ArrivingImage.WHOLE : 1;
        boolean prepared = target.prepare(number, batch(batch, number));
        replies.onNext(
                RestartReply.newBuilder()
                        .setPrepared(RestartPrepared.newBuilder().setImageWanted(!prepared))
                        .build());
        QuietCompilers.forAWhile();
    }

    private void images(RestartBatch batch) throws IOException, InterruptedException {
        TargetSession target = requireSession();
        PageStream pages = batch.getPages();
        QuietCompilers.forAWhile();
        target.receive(batch(batch, 2), new Checksum(pages.getSize(), pages.getCrc32C()));
        replies.onNext(
                RestartReply.newBuilder()
                        .setReceived(RestartReceived.getDefaultInstance())
                        .build());
        QuietCompilers.forAWhile();
        long nanos = target.restore();
        replies.onNext(
                RestartReply.newBuilder()
                        .setSuccess(RestartSuccess.newBuilder().setRestoreNanos(nanos))
                        .build());
    }

    private static List<FileDigest> batch(RestartBatch batch, int number) {
        if (batch.getNumber() != number) {
            throw violation("batch " + batch.getNumber() + " where " + number + " is due");
        }
        return Digests.fromWire(batch);
    }

    private TargetSession requireSession() {
        TargetSession open = session;
        if (open == null) {
            throw violation("no OPEN at first");
        }
        return open;
    }

    private static TransshipException violation(String what) {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION, "RESTART brought " + what + ".");
    }

    /** The copy is dead before the source hears of the failure. */
    private void fail(Exception reason) {
        ended = true;
        TransshipException failure = Failures.of(reason);
        ending(open -> open.abort(failure));
        replies.onNext(RestartReply.newBuilder().setFailure(Failures.toWire(failure)).build());
        replies.onCompleted();
    }

    private void sourceLost() {
        ending(TargetSession::sourceLost);
    }

    private void ending(Consumer<TargetSession> how) {
        TargetSession open = session;
        if (open != null) {
            try {
                how.accept(open);
            } catch (RuntimeException e) {
                LOG.error("The copy of a failed migration could not be killed", e);
            }
        }
    }

    @Override
    public void onError(Throwable reason) {
        ended = true;
        sourceLost();
    }

    @Override
    public void onCompleted() {
        ended = true;
        sourceLost();
        replies.onCompleted();
    }
}
