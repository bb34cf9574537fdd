package io.transship.daemon;

import io.grpc.Server;
import io.transship.core.model.HostId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.control.DaemonInfo;
import io.transship.daemon.control.DaemonService;
import io.transship.daemon.preflight.Preflight;
import io.transship.daemon.session.SessionParts;
import io.transship.daemon.session.SessionSettings;
import io.transship.daemon.session.Sessions;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.tuning.Tidying;
import io.transship.daemon.tuning.Tuning;
import io.transship.daemon.wire.GrpcTls;
import io.transship.settings.SoleProcess;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ports of a daemon and what is behind them. */
public final class DaemonServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonServer.class);

    private final Setup setup;
    private final SoleProcess sole;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("leases").daemon().factory());
    private final TransferServer data;
    private final Sessions sessions;
    private final Server control;

    /**
     * What a daemon is made of.
     *
     * @param host its host
     * @param control where it takes calls; port 0: any
     * @param data where it takes bulk bytes; port 0: any
     * @param tls who it is
     * @param engine its container engine
     * @param info what it says of itself
     * @param preflight what it looks at before a move
     * @param tuning what the machine is asked for; closed with the daemon
     * @param settings deadlines and folders
     */
    public record Setup(
            HostId host,
            InetSocketAddress control,
            InetSocketAddress data,
            TlsIdentity tls,
            Engine engine,
            DaemonInfo info,
            Preflight preflight,
            Tuning tuning,
            SessionSettings settings) {}

    private DaemonServer(Setup setup) {
        this.setup = setup;
        this.sole = SoleProcess.besides(setup.settings().workDirectory().resolve("daemon"));
        this.data = new TransferServer(setup.tls().context(), setup.data(), threads);
        SessionParts parts =
                new SessionParts(
                        setup.host(),
                        setup.engine(),
                        data,
                        setup.tls(),
                        new SecureRandom(),
                        scheduler,
                        threads,
                        setup.tuning(),
                        Tidying.ofGarbage(scheduler, threads, setup.tuning()),
                        setup.settings());
        sessions = new Sessions(parts);
        try {
            sessions.recover();
            data.start();
            control =
                    GrpcTls.start(
                            GrpcTls.server(
                                            setup.tls(),
                                            setup.control(),
                                            setup.host().name(),
                                            threads)
                                    .addService(
                                            new DaemonService(
                                                    parts,
                                                    sessions,
                                                    setup.info(),
                                                    setup.preflight())),
                            setup.control());
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /** Recovers what an earlier life left, then listens. */
    public static DaemonServer start(Setup setup) {
        DaemonServer server = new DaemonServer(setup);
        LOG.info(
                "Daemon of {} takes calls at {}, data at port {}",
                setup.host(),
                server.control.getListenSockets(),
                server.dataPort());
        return server;
    }

    /**
     * Once after each start of the host, starts the containers that are to run always.
     *
     * @param marker a file on memory that tells a new start of the host from one of the daemon
     */
    public void reviveOnce(Path marker) {
        if (Files.exists(marker)) {
            return;
        }
        sessions.revive();
        try {
            Files.createFile(marker);
        } catch (IOException e) {
            LOG.warn("{} can't be made: {}", marker, e.getMessage());
        }
    }

    /** Makes the first migration as quick as the later ones; runs in the background. */
    public void warmUp() {
        threads.execute(
                () ->
                        new WarmUp(setup.host(), setup.tls(), data, threads)
                                .run(
                                        new InetSocketAddress(
                                                setup.data().getAddress(), dataPort()),
                                        new InetSocketAddress(
                                                setup.control().getAddress(), controlPort())));
    }

    /** The port of control calls. */
    public int controlPort() {
        return control.getPort();
    }

    /** The port of bulk bytes. */
    public int dataPort() {
        return data.port();
    }

    /** Waits until {@link #close}. */
    public void awaitEnd() throws InterruptedException {
        control.awaitTermination();
    }

    /** Ends at once, as a crash would; the journal knows what was going on. */
    @Override
    public void close() {
        control.shutdownNow();
        closeAll();
        try {
            control.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        sessions.disconnect();
        data.close();
        scheduler.shutdownNow();
        threads.shutdownNow();
        setup.tuning().close();
        sole.close();
    }
}
