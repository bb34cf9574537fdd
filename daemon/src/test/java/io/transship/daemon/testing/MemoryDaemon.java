package io.transship.daemon.testing;

import io.transship.core.model.HostId;
import io.transship.daemon.DaemonServer;
import io.transship.daemon.control.DaemonInfo;
import io.transship.daemon.session.SessionSettings;
import io.transship.daemon.tuning.Tuning;
import io.transship.settings.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real daemon on loopback over a host in memory; it can die and come back. */
public final class MemoryDaemon implements AutoCloseable {

    private final MemoryHost host;
    private final TlsIdentity tls;
    private final Path workDirectory;
    private final String dataAddress;
    private Supplier<Tuning> tuning = Tuning::none;
    private @Nullable DaemonServer server;

    /** A daemon that runs. */
    public MemoryDaemon(MemoryHost host, TlsIdentity tls, Path workDirectory) {
        this(host, tls, workDirectory, "127.0.0.1");
    }

    /** A daemon that runs and tells others to send bulk bytes to that address. */
    public MemoryDaemon(MemoryHost host, TlsIdentity tls, Path workDirectory, String dataAddress) {
        this.dataAddress = dataAddress;
        this.host = host;
        this.tls = tls;
        this.workDirectory = workDirectory;
        start();
    }

    /** From its next start on it asks the machine for that. */
    public void tuned(Supplier<Tuning> asked) {
        tuning = asked;
    }

    /** Starts it, anew if it was closed. */
    public void start() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                DaemonServer.start(
                        new DaemonServer.Setup(
                                new HostId(host.name),
                                any,
                                any,
                                tls,
                                host.engine(),
                                new DaemonInfo(
                                        host.engine().modes().abilities("memory"),
                                        "memory 1",
                                        "none",
                                        "none",
                                        dataAddress,
                                        "02:00:00:00:00:01"),
                                host.preflight(),
                                tuning.get(),
                                settings()));
    }

    /** What its program does after its start, with that file as the mark of a start of the host. */
    public void reviveOnce(Path marker) {
        running().reviveOnce(marker);
    }

    private SessionSettings settings() {
        return new SessionSettings(
                workDirectory,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1));
    }

    /** Its host. */
    public MemoryHost host() {
        return host;
    }

    /** Where it takes calls. */
    public int controlPort() {
        return running().controlPort();
    }

    /** Where it takes bulk bytes. */
    public int dataPort() {
        return running().dataPort();
    }

    private DaemonServer running() {
        DaemonServer now = server;
        if (now == null) {
            throw new IllegalStateException("not running");
        }
        return now;
    }

    @Override
    public void close() {
        running().close();
    }
}
