package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holding and replaying on real Open vSwitches. */
@Tag("real")
class OvsRedirectTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MOVES = 10;
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:00:64");
    private static final IpAddress IP = new IpAddress("10.0.0.100");

    private static final String SEND =
            """
            use IO::Socket::INET; use Time::HiRes qw(sleep);
            my ($to, $count) = @ARGV;
            my $s = IO::Socket::INET->new(Proto => 'udp', PeerAddr => $to, PeerPort => 9000) or die;
            for my $i (1 .. $count) { $s->send(pack('N', $i)); sleep(0.01); }
            """;

    private static final String RECEIVE =
            """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(Proto => 'udp', LocalPort => 9000) or die;
            setsockopt($s, SOL_SOCKET, 33, pack('i', 8 << 20));
            $| = 1; print "ready\\n";
            while (1) { my $m; $s->recv($m, 100); my $i = unpack('N', $m); print "$i\\n"; }
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
        network.switches(4, controller.address()).link(1, 2).link(2, 3).link(3, 4).link(4, 1);
        network.host("h1", 1, 1).host("ca", 100, 2).host("cb", 100, 3).build();
        controller.awaitSwitches(4, LONG);
        controller.awaitHosts(Set.of(new IpAddress("10.0.0.1")), LONG);
    }

    @AfterEach
    void end() throws IOException {
        network.close();
        controller.close();
    }

    @Test
    void tenMovesWithoutALostOrDoubledDatagram() throws Exception {
        List<ConnectPoint> sides = List.of(network.place("ca"), network.place("cb"));
        List<Listener> listeners = List.of(listen("ca"), listen("cb"));
        controller.announce(MAC, IP, sides.get(0));
        network.in("ip netns exec h1 ping -q -c 1 -i 0.2 -w 20 10.0.0.100");
        Process sender = network.start("h1", "perl", "-e", SEND, "10.0.0.100", "1000");

        List<HoldReport> reports = new ArrayList<>();
        for (int move = 1; move <= MOVES; move++) {
            Listener serving = listeners.get((move + 1) % 2);
            int heard = serving.numbers().size();
            await().atMost(LONG).until(() -> serving.numbers().size() > heard);
            HeldTraffic held = controller.redirect().hold(MAC, List.of(IP), Duration.ofSeconds(30));
            held.fence();
            awaitHeldPackets(20);
            held.prepareRoutes(sides.get(move % 2));
            reports.add(held.releaseTo(sides.get(move % 2)));
        }

        assertThat(sender.waitFor()).isZero();
        await().atMost(LONG).until(() -> heardByBoth(listeners) >= 1000);
        assertThat(listeners.stream().mapToLong(OvsRedirectTest::overtaken).sum())
                .as(
                        "a frame in the switch's way to us as the hold ends may be overtaken; once a move")
                .isLessThanOrEqualTo(MOVES);
        assertThat(blocks(listeners)).hasSize(MOVES + 1);
        // A late frame may wait with those that were held, or come from the side that is cut off.
        assertThat(reports)
                .allMatch(report -> report.held() <= report.replayed() + report.dropped())
                .allMatch(
                        report ->
                                report.replayed() + report.dropped()
                                        <= report.held() + report.late());
        assertThat(holdEntries()).isZero();
    }

    @Test
    void aFencedCopyIsHeardOnlyAfterTheRelease() throws Exception {
        Listener client = listen("h1");
        controller.announce(MAC, IP, network.place("ca"));
        network.in("ip netns exec cb ip neighbour add 10.0.0.1 lladdr 02:00:0a:00:00:01 dev eth0");
        HeldTraffic held = controller.redirect().hold(MAC, List.of(IP), Duration.ofSeconds(30));
        held.fence();

        assertThat(network.start("cb", "perl", "-e", SEND, "10.0.0.1", "30").waitFor()).isZero();
        awaitHeldPackets(30);
        assertThat(client.numbers()).isEmpty();
        held.releaseTo(network.place("cb"));

        await().atMost(LONG).until(() -> client.numbers().size() >= 30);
        assertThat(client.numbers())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
    }

    @Test
    void theSwitchesEndAHoldByThemselvesWhenItsManagerIsDead() throws Exception {
        controller.announce(MAC, IP, network.place("ca"));
        var _ = controller.redirect().hold(MAC, List.of(IP), Duration.ofSeconds(2));
        assertThat(holdEntries()).isEqualTo(8);

        controller.close();

        await().atMost(LONG).until(() -> holdEntries() == 0);
    }

    @Test
    void aHoldOutlivesItsLeaseAsLongAsItsManagerLives() throws Exception {
        controller.announce(MAC, IP, network.place("ca"));
        HeldTraffic held = controller.redirect().hold(MAC, List.of(IP), Duration.ofSeconds(2));
        await().pollDelay(Duration.ofSeconds(3)).atMost(LONG).until(() -> true);

        assertThat(holdEntries()).isEqualTo(8);
        held.releaseTo(network.place("ca"));
        assertThat(holdEntries()).isZero();
    }

    /** A process that prints the numbers it hears. */
    private record Listener(List<Integer> numbers) {}

    private Listener listen(String host) throws IOException {
        Process process = network.start(host, "perl", "-e", RECEIVE);
        BufferedReader reader = process.inputReader();
        assertThat(reader.readLine()).isEqualTo("ready");
        List<Integer> numbers = new CopyOnWriteArrayList<>();
        Thread.ofVirtual()
                .start(() -> reader.lines().forEach(line -> numbers.add(Integer.valueOf(line))));
        return new Listener(numbers);
    }

    private static long overtaken(Listener side) {
        int newest = 0;
        long overtaken = 0;
        for (int number : side.numbers()) {
            overtaken += number < newest ? 1 : 0;
            newest = Math.max(newest, number);
        }
        return overtaken;
    }

    private static int heardByBoth(List<Listener> listeners) {
        return listeners.stream().mapToInt(side -> side.numbers().size()).sum();
    }

    /** The unbroken runs of numbers, of both sides; fails unless they make up 1 to 1000. */
    private static List<Integer> blocks(List<Listener> listeners) {
        SortedMap<Integer, Integer> sideOf = new TreeMap<>();
        for (int side = 0; side < listeners.size(); side++) {
            for (int number : listeners.get(side).numbers()) {
                assertThat(sideOf.put(number, side)).as("number " + number + " twice").isNull();
            }
        }
        assertThat(sideOf.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1000).boxed().toList());
        List<Integer> blocks = new ArrayList<>();
        sideOf.forEach(
                (number, side) -> {
                    if (blocks.isEmpty() || !blocks.getLast().equals(side)) {
                        blocks.add(side);
                    }
                });
        return blocks;
    }

    /** So many frames have met entries that hold or fence, anywhere. */
    private void awaitHeldPackets(int count) {
        await().atMost(LONG).until(() -> heldPackets() >= count);
    }

    private long heldPackets() throws Exception {
        return dumpHolds().mapToLong(OvsRedirectTest::packets).sum();
    }

    private long holdEntries() throws Exception {
        return dumpHolds().count();
    }

    private Stream<String> dumpHolds() throws Exception {
        return network.in("for s in 1 2 3 4; do ovs-ofctl -O OpenFlow13 dump-flows s$s; done")
                .lines()
                .filter(line -> line.matches(".*priority=(100|105|110),.*"));
    }

    private static long packets(String line) {
        return Long.parseLong(line.replaceAll(".*n_packets=([0-9]+),.*", "$1"));
    }
}
