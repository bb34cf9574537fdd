package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.migration.SendingBound;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ServiceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private final Map<HostId, ConnectPoint> seen = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<OpenMigration> open = new ArrayList<>();
    private final Announcements announcements =
            new Announcements(
                    new DaemonSide.Network(
                            host -> Optional.ofNullable(seen.get(host)),
                            new Recorder(),
                            new NoRedirect(),
                            SendingBound.NONE),
                    () -> open);

    private static final class NoRedirect implements TrafficRedirect {

        @Override
        public HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease) {
            throw new IllegalStateException("nothing is held");
        }

        @Override
        public boolean keepsFrames() {
            throw new IllegalStateException("nothing is moved");
        }
    }

    private final class Recorder implements ContainerPlacement {

        @Override
        public void believeOnlyAnnouncementsOf(Predicate<MacAddress> these) {
            throw new UnsupportedOperationException("not the announcer's affair");
        }

        @Override
        public void announce(MacAddress mac, IpAddress ip, ConnectPoint at) {
            told.add(ip + " at " + at.port());
        }

        @Override
        public void announce(ServiceAddress service, ConnectPoint at) {
            told.add(service.ip() + " " + service.ports() + " at " + at.port());
        }

        @Override
        public void withdraw(MacAddress mac) {
            told.add("withdrawn");
        }
    }

    @Test
    void theNetworkIsToldAsSoonAsItHasSeenTheHost() {
        announcements.announce(container(), new HostId("h2"));
        assertThat(told).isEmpty();

        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        announcements.advance();
        announcements.advance();
        assertThat(told).containsExactly("10.0.0.100 at 7");
    }

    @Test
    void theLastPlaceCounts() {
        announcements.announce(container(), new HostId("h2"));
        seen.put(new HostId("h3"), new ConnectPoint(new DatapathId(3), 8));
        announcements.announce(container(), new HostId("h3"));
        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        announcements.advance();

        assertThat(told).containsExactly("10.0.0.100 at 8");
    }

    /**
     * A manager was killed after the commit: the source's daemon tells of its half until the end.
     */
    @Test
    void theHalfThatIsLeftAtTheSourcePastTheCommitPointIsNotTold() {
        open.add(migration(MigrationPhase.SWITCHING));
        announcements.announce(container(), new HostId("h3"));
        announcements.announce(container(), new HostId("h2"));
        open.clear();
        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        seen.put(new HostId("h3"), new ConnectPoint(new DatapathId(3), 8));
        announcements.advance();

        assertThat(told).containsExactly("10.0.0.100 at 8");
    }

    @Test
    void beforeTheCommitPointTheSourceIsTold() {
        open.add(migration(MigrationPhase.PREPARING));
        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        announcements.announce(container(), new HostId("h2"));

        assertThat(told).containsExactly("10.0.0.100 at 7");
    }

    private static OpenMigration migration(MigrationPhase phase) {
        return new OpenMigration(
                "m-1",
                MigrationRequest.copy(container().name(), new HostId("h2"), new HostId("h3")),
                Instant.EPOCH,
                phase);
    }

    @Test
    void ofAContainerWithTheHostsNetworkTheServiceAddressIsTold() {
        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        announcements.announce(service("c"), new HostId("h2"));

        assertThat(told).containsExactly("10.0.0.100 [80:80/tcp] at 7");
        announcements.retain(Set.of());
        announcements.retain(Set.of(new ContainerId("c")));
        announcements.retain(Set.of());
        assertThat(told).as("missed once only").hasSize(1);
        announcements.retain(Set.of());
        announcements.retain(Set.of());
        assertThat(told).hasSize(2).last().isEqualTo("withdrawn");
    }

    /** The pool gives an address out again as soon as nobody has it. */
    @Test
    void whoIsGoneTakesNothingFromTheNextOneWithItsAddress() {
        seen.put(new HostId("h2"), new ConnectPoint(new DatapathId(2), 7));
        announcements.announce(service("first"), new HostId("h2"));
        announcements.retain(Set.of());
        announcements.announce(service("second"), new HostId("h2"));
        announcements.retain(Set.of(new ContainerId("second")));
        announcements.retain(Set.of(new ContainerId("second")));
        assertThat(told).hasSize(2).doesNotContain("withdrawn");

        announcements.announce(container(), new HostId("h2"));
        announcements.retain(Set.of());
        announcements.retain(Set.of());
        assertThat(told).as("an address of a container's own").hasSize(3);
    }

    private static ContainerOrder service(String name) {
        ContainerOptions options =
                new ContainerOptions(
                        Program.OF_IMAGE,
                        Isolation.USUAL,
                        Limits.USUAL,
                        List.of(),
                        List.of(PortBinding.parse("80:80")),
                        Optional.empty(),
                        LogHandling.USUAL,
                        new NetworkChoice("host"));
        ContainerOrder plain = container();
        return new ContainerOrder(
                new ContainerId(name),
                plain.image(),
                plain.command(),
                plain.environment(),
                plain.ip(),
                plain.prefixLength(),
                plain.mac(),
                plain.gateway(),
                plain.ipv6(),
                plain.labels(),
                plain.memory(),
                plain.restartPolicy(),
                options);
    }

    private static ContainerOrder container() {
        IpAddress ip = new IpAddress("10.0.0.100");
        return new ContainerOrder(
                new ContainerId("c"),
                "demo",
                List.of(),
                Map.of(),
                ip,
                24,
                AddressPool.macOf(ip),
                Optional.empty(),
                Map.of(),
                ByteCount.ZERO,
                "no");
    }
}
