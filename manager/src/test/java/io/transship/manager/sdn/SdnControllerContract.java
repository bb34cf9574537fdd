package io.transship.manager.sdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.core.model.Path;
import io.transship.core.model.Topology;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.TrafficRedirect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every controller keeps to. The network: five switches of which 1 and 2 are neighbours, no
 * switch 99, the host 10.0.0.n on each switch n.
 */
public abstract class SdnControllerContract {

    protected static final Duration LONG = Duration.ofSeconds(30);
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:00:64");
    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final DatapathId NONE = new DatapathId(99);

    /** A controller that knows the whole network. */
    protected abstract SdnController network();

    /** The same one. */
    protected abstract ContainerPlacement placement();

    /** The same one. */
    protected abstract HostFinder hosts();

    /** The same one. */
    protected abstract TrafficRedirect redirect();

    /** The same one. */
    protected abstract ControllerLife life();

    private static IpAddress host(int number) {
        return new IpAddress("10.0.0." + number);
    }

    private ConnectPoint port(int number) {
        return hosts().locate(host(number)).orElseThrow();
    }

    @Test
    void everyCableIsThereInBothDirectionsWithCapacityAndLatency() {
        Topology topology = network().topology();

        assertThat(topology.switches()).hasSize(5);
        assertThat(topology.links()).isNotEmpty();
        for (Link link : topology.links()) {
            assertThat(topology.peers()).containsEntry(link.to(), link.from());
            assertThat(link.capacity().bps()).isPositive();
            assertThat(link.latency()).isPresent();
        }
    }

    @Test
    void hostsAreWhereTheyAreAttached() {
        for (int n = 1; n <= 5; n++) {
            assertThat(port(n).datapath()).isEqualTo(new DatapathId(n));
        }
        assertThat(hosts().locate(new IpAddress("10.0.0.250"))).isEmpty();
        assertThat(network().attachedHosts()).hasSize(5);
        hosts().seek(Set.of(host(1)));
        assertThat(hosts().locate(host(1))).isPresent();
    }

    @Test
    void aPathLeadsFromPortToPortOverLinksThatThereAre() {
        for (int n = 2; n <= 5; n++) {
            Path path = network().path(port(1), port(n)).orElseThrow();

            assertThat(path.source()).isEqualTo(port(1));
            assertThat(path.target()).isEqualTo(port(n));
            assertThat(path.links()).isNotEmpty();
            assertThat(network().topology().peers())
                    .containsAllEntriesOf(
                            path.links().stream().collect(Collectors.toMap(Link::from, Link::to)));
        }
    }

    @Test
    void aPathWithinASwitchHasNoLinksAndOneToNowhereIsNone() {
        ConnectPoint here = port(1);
        ConnectPoint beside = new ConnectPoint(here.datapath(), here.port() + 7);

        assertThat(network().path(here, beside))
                .hasValueSatisfying(path -> assertThat(path.links()).isEmpty());
        assertThat(network().path(here, new ConnectPoint(NONE, 1))).isEmpty();
    }

    @Test
    void aSwitchTellsItsCountersAndOneThatIsNotThereNone() {
        DatapathId first = new DatapathId(1);

        assertThat(network().aggregate(first))
                .hasValueSatisfying(
                        sample -> {
                            assertThat(sample.datapath()).isEqualTo(first);
                            assertThat(sample.flowCount()).isPositive();
                        });
        assertThat(network().ports(first))
                .isNotEmpty()
                .allMatch(sample -> sample.port().datapath().equals(first))
                .anyMatch(sample -> sample.rxPackets() > 0 || sample.txPackets() > 0);
        assertThat(network().aggregate(NONE)).isEmpty();
        assertThat(network().ports(NONE)).isEmpty();
    }

    @Test
    void aContainerIsWhereItWasAnnouncedUntilItIsWithdrawn() {
        placement().announce(MAC, IP, port(2));
        assertThat(hosts().locate(IP)).contains(port(2));

        placement().announce(MAC, IP, port(3));
        assertThat(hosts().locate(IP)).contains(port(3));

        placement().withdraw(MAC);
        assertThat(hosts().locate(IP)).isEmpty();
    }

    @Test
    void whatIsHeldHasNoNewPlaceUntilItIsLetGo() {
        placement().announce(MAC, IP, port(2));
        HeldTraffic held = redirect().hold(MAC, List.of(IP), Duration.ofSeconds(30));
        placement().announce(MAC, IP, port(4));
        assertThat(hosts().locate(IP)).contains(port(2));

        held.fence();
        held.prepareRoutes(port(5));
        assertThat(held.releaseTo(port(5)).duration()).isPositive();

        placement().announce(MAC, IP, port(5));
        await().atMost(LONG).until(() -> hosts().locate(IP).filter(port(5)::equals).isPresent());
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(life().describe().type()).isIn("embedded", "floodlight");
        assertThat(life().describe().place()).isNotEmpty();
        assertThat(life().describe().problem()).isEmpty();
    }
}
