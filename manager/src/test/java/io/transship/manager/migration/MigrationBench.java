package io.transship.manager.migration;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.testing.MemoryDaemon;
import io.transship.daemon.testing.MemoryHost;
import io.transship.daemon.testing.MemoryWorld;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonDirectory;
import io.transship.manager.daemons.DaemonEndpoint;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.settings.HostAndPort;
import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A manager's migration side and two real daemons; every connection goes through a proxy that can
 * be cut. The container runs on h2.
 */
final class MigrationBench implements AutoCloseable {

    static final ContainerId SERVER = new ContainerId("server-1");
    static final HostId H2 = new HostId("h2");
    static final HostId H3 = new HostId("h3");
    static final MigrationRequest MOVE = MigrationRequest.copy(SERVER, H2, H3);

    final MemoryWorld world = new MemoryWorld();
    final MemoryNetwork network = new MemoryNetwork();
    final MemoryJournal journal = new MemoryJournal();
    final MemoryDaemon h2;
    final MemoryDaemon h3;
    final CutProxy controlOfH2;
    final CutProxy controlOfH3;
    final CutProxy data;
    final DaemonDirectory daemons;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MigrationParts parts;
    private final TrafficRedirect redirect;
    private final HostLocator locator;

    /** The most that migrations send. */
    volatile SendingBound bound = SendingBound.NONE;

    JournalledCoordinator coordinator;

    MigrationBench(Path folder, Duration patience) throws IOException {
        this(folder, patience, null, null);
    }

    /** On another network than {@link #network}. */
    MigrationBench(
            Path folder,
            Duration patience,
            @Nullable TrafficRedirect redirect,
            @Nullable HostLocator locator)
            throws IOException {
        this.redirect = redirect == null ? network : redirect;
        this.locator = locator == null ? network : locator;
        Certificates authority = new Certificates(folder.resolve("tls"), "Test authority");
        h2 = daemon(folder, authority, "h2", "127.0.0.1");
        h3 = daemon(folder, authority, "h3", "127.0.0.2");
        h2.host().images().add("sha256:aa", "demo", new byte[20_000]);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        controlOfH2 = new CutProxy(loopback, 0, h2.controlPort());
        controlOfH3 = new CutProxy(loopback, 0, h3.controlPort());
        data =
                new CutProxy(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                        h3.dataPort(),
                        h3.dataPort());
        TlsFiles manager = authority.files("manager");
        daemons =
                new DaemonDirectory(
                        List.of(
                                endpoint("h2", "10.0.0.2", controlOfH2.port()),
                                endpoint("h3", "10.0.0.3", controlOfH3.port())),
                        manager,
                        threads,
                        (container, host) -> {});
        parts = parts(patience);
        coordinator = new JournalledCoordinator(parts, new Random(1));
        daemons.start(order(), H2);
        byte[] memory = new byte[100_000];
        new Random(2).nextBytes(memory);
        h2.host().write(SERVER, memory, "layer".getBytes(StandardCharsets.UTF_8));
    }

    private MemoryDaemon daemon(
            Path folder, Certificates authority, String name, String dataAddress) {
        return new MemoryDaemon(
                new MemoryHost(name, world, folder.resolve(name + "-run")),
                authority.identity(name),
                folder.resolve(name),
                dataAddress);
    }

    private MigrationParts parts(Duration patience) {
        return new MigrationParts(
                daemons,
                redirect,
                locator,
                Admission.ALL,
                sending -> bound.now(sending),
                journal,
                Clock.systemUTC(),
                threads,
                new CoordinatorSettings(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        patience,
                        Duration.ofMillis(50)));
    }

    private static DaemonEndpoint endpoint(String host, String address, int port) {
        return new DaemonEndpoint(
                new HostId(host), new IpAddress(address), new HostAndPort("127.0.0.1", port));
    }

    private static ContainerOrder order() {
        return new ContainerOrder(
                SERVER,
                "demo",
                List.of("serve"),
                Map.of(),
                new IpAddress("10.0.0.100"),
                24,
                MacAddress.parse("02:00:0a:00:00:64"),
                Optional.empty(),
                Map.of(),
                ByteCount.ZERO,
                "always");
    }

    Migration migrate() {
        return migrate(MOVE.mode());
    }

    Migration migrate(MigrationMode mode) {
        return coordinator.migrate(
                new MigrationRequest(SERVER, H2, H3, mode), MigrationListener.NONE);
    }

    /** Another manager that begins with the journal of the first. */
    List<Migration> restartManager() {
        coordinator.close();
        coordinator = new JournalledCoordinator(parts, new Random(3));
        return coordinator.recover(MigrationListener.NONE);
    }

    /** Where the container runs. */
    List<String> running() {
        return world.hostsOf(SERVER);
    }

    @Override
    public void close() throws IOException {
        coordinator.close();
        daemons.close();
        controlOfH2.close();
        controlOfH3.close();
        data.close();
        h2.close();
        h3.close();
        threads.shutdownNow();
    }
}
