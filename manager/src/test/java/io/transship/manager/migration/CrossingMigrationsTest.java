package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
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
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.settings.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four migrations among three hosts at once: each host is a source and a target at the same time,
 * one of them twice. Real coordinator, daemons and connections.
 */
class CrossingMigrationsTest {

    /** Container, source, target. */
    private static final List<List<String>> MOVES =
            List.of(
                    List.of("a", "h2", "h3"),
                    List.of("b", "h2", "h4"),
                    List.of("c", "h3", "h2"),
                    List.of("d", "h4", "h2"));

    private static final long PATIENCE_SECONDS = 60;

    @TempDir private Path folder;
    private final MemoryWorld world = new MemoryWorld();
    private final Crossing network = new Crossing();
    private final Map<String, MemoryDaemon> hosts = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private DaemonDirectory daemons;
    private JournalledCoordinator coordinator;

    @BeforeEach
    void begin() throws Exception {
        Certificates authority = new Certificates(folder.resolve("tls"), "Test authority");
        List<DaemonEndpoint> endpoints = new ArrayList<>();
        for (String name : List.of("h2", "h3", "h4")) {
            MemoryDaemon daemon =
                    new MemoryDaemon(
                            new MemoryHost(name, world, folder.resolve(name + "-run")),
                            authority.identity(name),
                            folder.resolve(name));
            hosts.put(name, daemon);
            daemon.host().images().add("sha256:" + name, "demo-" + name, new byte[20_000]);
            endpoints.add(
                    new DaemonEndpoint(
                            new HostId(name),
                            new IpAddress("10.0.0." + name.substring(1)),
                            new HostAndPort("127.0.0.1", daemon.controlPort())));
        }
        daemons =
                new DaemonDirectory(
                        endpoints, authority.files("manager"), threads, (container, host) -> {});
        coordinator = new JournalledCoordinator(parts(), new Random(1));
        for (int i = 0; i < MOVES.size(); i++) {
            start(MOVES.get(i).getFirst(), MOVES.get(i).get(1), i);
        }
    }

    private MigrationParts parts() {
        return new MigrationParts(
                daemons,
                network,
                host ->
                        Optional.of(
                                new ConnectPoint(
                                        new DatapathId(1),
                                        Integer.parseInt(host.name().substring(1)))),
                Admission.ALL,
                SendingBound.NONE,
                new MemoryJournal(),
                Clock.systemUTC(),
                threads,
                CoordinatorSettings.usual(Duration.ofSeconds(1)));
    }

    private void start(String name, String host, int number) {
        ContainerId container = new ContainerId(name);
        daemons.start(
                new ContainerOrder(
                        container,
                        "demo-" + host,
                        List.of("serve"),
                        Map.of(),
                        new IpAddress("10.0.0.10" + number),
                        24,
                        MacAddress.parse("02:00:0a:00:00:6" + number),
                        Optional.empty(),
                        Map.of(),
                        ByteCount.ZERO,
                        "always"),
                new HostId(host));
        hosts.get(host).host().write(container, memoryOf(name), layerOf(name));
    }

    private static byte[] memoryOf(String name) {
        byte[] memory = new byte[200_000];
        new Random(name.hashCode()).nextBytes(memory);
        return memory;
    }

    private static byte[] layerOf(String name) {
        return ("layer of " + name).getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void end() {
        coordinator.close();
        daemons.close();
        hosts.values().forEach(MemoryDaemon::close);
        threads.shutdownNow();
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void eachContainerArrivesWithWhatIsItsOwn() throws Exception {
        CyclicBarrier allDump = new CyclicBarrier(MOVES.size());
        hosts.values().forEach(each -> each.host().before("dump", () -> meet(allDump)));

        List<Future<Migration>> migrations = new ArrayList<>();
        for (List<String> move : MOVES) {
            MigrationRequest request =
                    MigrationRequest.copy(
                            new ContainerId(move.getFirst()),
                            new HostId(move.get(1)),
                            new HostId(move.get(2)));
            migrations.add(
                    threads.submit(() -> coordinator.migrate(request, MigrationListener.NONE)));
        }

        for (int i = 0; i < MOVES.size(); i++) {
            Migration migration = migrations.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(migration.failure()).as("%s", migration).isEmpty();
            assertArrived(MOVES.get(i).getFirst(), MOVES.get(i).get(2), i);
        }
    }

    private void assertArrived(String name, String host, int number) {
        ContainerId container = new ContainerId(name);
        assertThat(world.hostsOf(container)).containsExactly(host);
        assertThat(hosts.get(host).host().memory(container)).isEqualTo(memoryOf(name));
        assertThat(hosts.get(host).host().layer(container)).isEqualTo(layerOf(name));
        assertThat(network.routes)
                .containsEntry(
                        MacAddress.parse("02:00:0a:00:00:6" + number),
                        Integer.parseInt(host.substring(1)));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not all migrations were under way at once", e);
        }
    }

    /** Where each container's frames go. */
    private static final class Crossing implements TrafficRedirect {

        private final Map<MacAddress, Integer> routes = new ConcurrentHashMap<>();

        @Override
        public HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease) {
            return new HeldTraffic() {
                @Override
                public void fence() {}

                @Override
                public void prepareRoutes(ConnectPoint target) {}

                @Override
                public HoldReport releaseTo(ConnectPoint target) {
                    routes.put(mac, target.port());
                    return new HoldReport(0, 0, 0, 0, Duration.ZERO);
                }
            };
        }

        @Override
        public boolean keepsFrames() {
            return true;
        }
    }
}
