package io.transship.daemon;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferInbox;
import io.transship.daemon.transfer.TransferSender;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.tree.FolderTree;
import io.transship.daemon.wire.GrpcTls;
import io.transship.proto.v1.DaemonGrpc;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartReply;
import io.transship.proto.v1.RestartRequest;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends some data to ourselves over both ports: the first megabytes of AES-GCM and the first call
 * of a gRPC client are slow, and the first migration shall not pay for it.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 48;
    private static final int CHUNK = 256 << 10;

    /** As many as a dump's small files, and of their size. */
    private static final int FILES = 20;

    private static final int SMALL = 2 << 10;
    private static final int CALLS = 60;
    private static final int NO_VERSION = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HostId host;
    private final TlsIdentity tls;
    private final TransferServer server;
    private final ExecutorService threads;

    WarmUp(HostId host, TlsIdentity tls, TransferServer server, ExecutorService threads) {
        this.host = host;
        this.tls = tls;
        this.server = server;
        this.threads = threads;
    }

    void run(InetSocketAddress data, InetSocketAddress control) {
        try {
            call(control);
            send(data);
        } catch (IOException | TransshipException | InterruptedException e) {
            LOG.info("Warm-up ended early: {}", e.getMessage());
        }
    }

    /**
     * A RESTART of a version that nobody speaks, so the answer is a refusal; the way there and back
     * counts.
     */
    private void call(InetSocketAddress control) throws InterruptedException {
        RestartRequest open =
                RestartRequest.newBuilder()
                        .setOpen(RestartOpen.newBuilder().setProtocolVersion(NO_VERSION))
                        .build();
        ManagedChannel channel = GrpcTls.channel(tls, control, host.name(), threads);
        try {
            for (int call = 0; call < CALLS; call++) {
                BlockingClientCall<RestartRequest, RestartReply> restart =
                        DaemonGrpc.newBlockingV2Stub(channel).restart();
                restart.write(open, PATIENCE.toSeconds(), TimeUnit.SECONDS);
                restart.read(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                restart.cancel("warm", null);
            }
        } catch (StatusException | TimeoutException e) {
            LOG.info("Warm-up ended early: {}", e.getMessage());
        } finally {
            channel.shutdownNow();
        }
    }

    private void send(InetSocketAddress data) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("transship-warm-up");
        TransferId id = TransferId.draw(new SecureRandom());
        TransferInbox inbox = new TransferInbox(directory, (long) ROUNDS * (CHUNK + FILES * SMALL));
        // Bytes that do not shrink: it is the cipher that has to become warm.
        byte[] noise = new byte[CHUNK];
        new Random(1).nextBytes(noise);
        try (TransferServer.Registration _ = server.register(id, host.name(), inbox);
                TransferSender sender =
                        TransferSender.open(
                                tls.context(),
                                new DataConnection.Destination(data, host.name(), PATIENCE),
                                id,
                                new TransferSender.Manner(RateCap.none(), _ -> {}))) {
            for (int round = 0; round < ROUNDS; round++) {
                sender.send("noise", CHUNK, out -> out.write(noise));
                for (int file = 0; file < FILES; file++) {
                    sender.send("small-" + file, SMALL, out -> out.write(noise, 0, SMALL));
                }
                sender.endBatch(round);
            }
            inbox.await(ROUNDS - 1, PATIENCE);
        } finally {
            FolderTree.empty(directory);
            Files.deleteIfExists(directory);
        }
    }
}
