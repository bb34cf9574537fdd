package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.AttachedHost;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The controller on real Open vSwitches. */
@Tag("real")
class OvsForwardingTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Ends well when each pair of hosts has had an answer; ping tries for a while. */
    private static final String PING =
            "ip netns exec h%d ping -q -c 1 -i 0.2 -w 20 10.0.0.%d >/dev/null";

    private static final String HEAR_BROADCASTS =
            """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(Proto => 'udp', LocalPort => 9000) or die;
            $| = 1; print "ready\\n";
            while (1) { my $m; $s->recv($m, 100); print "$m\\n"; last if $m eq 'end'; }
            """;

    private static final String SEND_BROADCASTS =
            """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(Proto => 'udp', PeerAddr => '10.0.0.255', PeerPort => 9000,
                Broadcast => 1) or die;
            for my $i (1 .. 20, 'end') { $s->send($i); }
            """;

    private OvsNetwork network;
    private OpenFlowController controller;

    @BeforeEach
    void listen() throws IOException, InterruptedException {
        network = new OvsNetwork();
        controller =
                new OpenFlowController(
                        OpenFlowSettings.at(network.controllerAddress()),
                        InstantSource.system(),
                        System::nanoTime);
        controller.start();
    }

    @AfterEach
    void end() throws IOException {
        network.close();
        controller.close();
    }

    @Test
    void aRingReachesEverybodyAndHealsWhenACableIsCut() throws Exception {
        ring();
        start(8);
        assertThat(controller.attachedHosts())
                .extracting(AttachedHost::at)
                .containsExactlyElementsOf(places());
        assertThat(controller.topology().links()).allMatch(link -> link.latency().isPresent());
        network.in(pingAllPairs());

        network.in("ip link set s1-s2 down");
        awaitLinks(6);
        network.in(pingAllPairs());
        assertThat(hops("h1", "h2")).isEqualTo(3);

        network.in("ip link set s1-s2 up");
        awaitLinks(8);
        network.in(pingAllPairs());
        assertThat(hops("h1", "h2")).isEqualTo(1);
    }

    @Test
    void aBroadcastOnAMeshArrivesOnceEverywhere() throws Exception {
        network.switches(4, controller.address());
        network.link(1, 2).link(1, 3).link(1, 4).link(2, 3).link(2, 4).link(3, 4);
        start(12);
        network.in(pingAllPairs());
        List<Process> listeners =
                List.of(
                        network.start("h2", "perl", "-e", HEAR_BROADCASTS),
                        network.start("h3", "perl", "-e", HEAR_BROADCASTS),
                        network.start("h4", "perl", "-e", HEAR_BROADCASTS));
        for (Process listener : listeners) {
            assertThat(listener.inputReader().readLine()).isEqualTo("ready");
        }

        assertThat(network.start("h1", "perl", "-e", SEND_BROADCASTS).waitFor()).isZero();

        List<String> once = IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList();
        for (Process listener : listeners) {
            List<String> heard = listener.inputReader().readAllLines();
            assertThat(heard.subList(0, heard.size() - 1)).containsExactlyElementsOf(once);
        }
    }

    @Test
    void countersSayWhatWasSent() throws Exception {
        ring();
        start(8);
        network.in(pingAllPairs());
        AggregateSample before = aggregate(1);
        PortSample portBefore = port(network.place("h1"));

        network.in("ip netns exec h1 ping -q -c 100 -i 0.01 -s 958 -w 60 10.0.0.2 >/dev/null");

        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            long packets = aggregate(1).packetCount() - before.packetCount();
                            long bytes = aggregate(1).byteCount() - before.byteCount();
                            assertThat(packets).isBetween(200L, 400L);
                            assertThat(bytes).isBetween(200_000L, 240_000L);
                        });
        PortSample port = port(network.place("h1"));
        assertThat(port.rxPackets() - portBefore.rxPackets()).isBetween(100L, 140L);
        assertThat(port.rxBytes() - portBefore.rxBytes()).isBetween(100_000L, 110_000L);
        assertThat(port.txBytes() - portBefore.txBytes()).isBetween(100_000L, 110_000L);
    }

    @Test
    void countersGoOnWhenARouteChanges() throws Exception {
        ring();
        start(8);
        network.in("ip netns exec h1 ping -q -c 100 -i 0.01 -w 60 10.0.0.2 >/dev/null");
        await().atMost(LONG).until(() -> aggregate(1).packetCount() >= 200);
        long before = aggregate(1).packetCount();

        network.in("ip link set s1-s2 down");
        awaitLinks(6);
        network.in(pingAllPairs());

        assertThat(aggregate(1).packetCount()).isGreaterThanOrEqualTo(before);
    }

    private void ring() {
        network.switches(4, controller.address()).link(1, 2).link(2, 3).link(3, 4).link(4, 1);
    }

    private void start(int links) throws Exception {
        for (int i = 1; i <= 4; i++) {
            network.host("h" + i, i, i);
        }
        network.build();
        controller.awaitSwitches(4, LONG);
        awaitLinks(links);
        controller.awaitHosts(
                IntStream.rangeClosed(1, 4)
                        .mapToObj(number -> new IpAddress("10.0.0." + number))
                        .collect(Collectors.toSet()),
                LONG);
    }

    private void awaitLinks(int count) {
        await().atMost(LONG).until(() -> controller.topology().links().size() == count);
    }

    private List<ConnectPoint> places() {
        return Set.of("h1", "h2", "h3", "h4").stream().map(network::place).sorted().toList();
    }

    private int hops(String from, String to) {
        List<Link> links =
                controller.path(network.place(from), network.place(to)).orElseThrow().links();
        return links.size();
    }

    private AggregateSample aggregate(long datapath) {
        return controller.aggregate(new DatapathId(datapath)).orElseThrow();
    }

    private PortSample port(ConnectPoint at) {
        return controller.ports(at.datapath()).stream()
                .filter(sample -> sample.port().equals(at))
                .findFirst()
                .orElseThrow();
    }

    private static String pingAllPairs() {
        return IntStream.rangeClosed(1, 4)
                .boxed()
                .flatMap(
                        from ->
                                IntStream.rangeClosed(1, 4)
                                        .filter(to -> to != from)
                                        .mapToObj(to -> PING.formatted(from, to)))
                .collect(Collectors.joining("\n"));
    }
}
