package io.transship.daemon.session;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.FileDigest;
import io.transship.daemon.transfer.digest.Checksum;
import io.transship.daemon.wire.Digests;
import io.transship.daemon.wire.Failures;
import io.transship.proto.v1.DaemonGrpc;
import io.transship.proto.v1.PageStream;
import io.transship.proto.v1.RestartBatch;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartReady;
import io.transship.proto.v1.RestartReply;
import io.transship.proto.v1.RestartRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * RESTART as the source speaks it. Not thread-safe, but {@link #close} may come from another thread
 * and ends a wait.
 */
final class RestartCall implements AutoCloseable {

    private final ManagedChannel channel;
    private final BlockingClientCall<RestartRequest, RestartReply> call;

    RestartCall(ManagedChannel channel) {
        this.channel = channel;
        // It outlives the manager's call from which it is made.
        Context before = Context.ROOT.attach();
        try {
            this.call = DaemonGrpc.newBlockingV2Stub(channel).restart();
        } finally {
            Context.ROOT.detach(before);
        }
    }

    RestartReady open(RestartOpen open, Duration deadline) {
        send(RestartRequest.newBuilder().setOpen(open).build(), deadline);
        return await(RestartReply.MessageCase.READY, deadline).getReady();
    }

    /** Whether the target is prepared; if not, it wants the whole image. */
    boolean ahead(int batch, List<FileDigest> files, Duration deadline) {
        send(RestartRequest.newBuilder().setAhead(batch(batch, files)).build(), deadline);
        return !await(RestartReply.MessageCase.PREPARED, deadline).getPrepared().getImageWanted();
    }

    /** Tells the target what it should have by then; {@link #awaitImages} waits until it has. */
    void announceImages(List<FileDigest> files, Checksum stream, Duration deadline) {
        RestartBatch.Builder batch =
                batch(2, files).toBuilder()
                        .setPages(
                                PageStream.newBuilder()
                                        .setSize(stream.size())
                                        .setCrc32C(stream.crc32c()));
        send(RestartRequest.newBuilder().setImages(batch).build(), deadline);
    }

    /** Returns when the target has what was announced, all of it and whole. */
    void awaitImages(Duration deadline) {
        await(RestartReply.MessageCase.RECEIVED, deadline);
    }

    /** Returns when the copy runs: SUCCESS. */
    void awaitSuccess(Duration deadline) {
        await(RestartReply.MessageCase.SUCCESS, deadline);
    }

    private static RestartBatch batch(int number, List<FileDigest> files) {
        return RestartBatch.newBuilder()
                .setNumber(number)
                .addAllFiles(files.stream().map(Digests::toWire).toList())
                .build();
    }

    private void send(RestartRequest request, Duration deadline) {
        try {
            if (!call.write(request, deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended();
            }
        } catch (IllegalStateException closed) {
            throw ended();
        } catch (StatusException e) {
            throw Failures.of(e);
        } catch (TimeoutException e) {
            throw late(deadline, e);
        } catch (InterruptedException e) {
            throw Failures.of(e);
        }
    }

    private RestartReply await(RestartReply.MessageCase expected, Duration deadline) {
        try {
            RestartReply reply = call.read(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (reply == null) {
                throw ended();
            }
            if (reply.getMessageCase() == RestartReply.MessageCase.FAILURE) {
                throw Failures.fromWire(reply.getFailure());
            }
            if (reply.getMessageCase() != expected) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "the target answered "
                                + reply.getMessageCase()
                                + ", not "
                                + expected
                                + ".");
            }
            return reply;
        } catch (StatusException e) {
            throw Failures.of(e);
        } catch (TimeoutException e) {
            throw late(deadline, e);
        } catch (InterruptedException e) {
            throw Failures.of(e);
        }
    }

    private static TransshipException ended() {
        return new TransshipException(
                FailureCode.PEER_UNREACHABLE, "the target ended the session.");
    }

    private static TransshipException late(Duration deadline, TimeoutException e) {
        return new TransshipException(
                FailureCode.DEADLINE_EXCEEDED,
                "the target did not answer within " + deadline + ".",
                e);
    }

    @Override
    public void close() {
        call.cancel("the session is over", null);
        channel.shutdownNow();
    }
}
