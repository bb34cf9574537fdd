package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.openflow.FakeNetwork.FakeHost;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenFlowControllerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNetwork network = new FakeNetwork();
    private OpenFlowController controller =
            new OpenFlowController(quick(), InstantSource.system(), System::nanoTime);

    @AfterEach
    void end() {
        assertThat(network.circle()).as("a frame that went in circles").isNull();
        network.close();
        controller.close();
    }

    @Test
    void everybodyReachesEverybodyOnARing() throws IOException {
        network.ring(5);
        start(5, 10);

        assertAllPairs();
    }

    @Test
    void everybodyReachesEverybodyOnAMesh() throws IOException {
        network.mesh(4);
        start(4, 12);

        assertAllPairs();
    }

    @Test
    void aBroadcastArrivesOnceEverywhereButAtItsSender() throws IOException {
        network.mesh(4);
        start(4, 12);
        network.clear();

        FakeHost sender = network.host(1);
        network.send(sender, network.broadcast(sender));

        for (FakeHost host : network.hosts()) {
            int copies = host.equals(sender) ? 0 : 1;
            await().atMost(LONG).until(() -> network.broadcastsHeard(host, sender) == copies);
        }
        controller.aggregate(new DatapathId(1));
        assertThat(network.hosts()).allMatch(host -> network.broadcastsHeard(host, sender) <= 1);
    }

    @Test
    void healsAfterEveryCutOfARingAndNothingEverGoesInCircles() throws IOException {
        network.ring(4);
        start(4, 8);
        Random random = new Random(7);
        for (int round = 0; round < 6; round++) {
            int a = 1 + random.nextInt(4);
            int b = a % 4 + 1;
            network.set(a, b, false);
            network.send(network.host(1), network.broadcast(network.host(1)));
            await().atMost(LONG).until(() -> controller.topology().links().size() == 6);
            assertAllPairs();
            network.set(a, b, true);
            network.send(network.host(2), network.broadcast(network.host(2)));
            await().atMost(LONG).until(() -> controller.topology().links().size() == 8);
            assertAllPairs();
        }
    }

    @Test
    void noticesACableThatLosesEverythingWhileItsPortsStayUp() throws IOException {
        network.ring(4);
        start(4, 8);

        network.silence(1, 2);

        await().atMost(LONG).until(() -> controller.topology().links().size() == 6);
        assertAllPairs();
        network.send(network.host(1), network.broadcast(network.host(1)));
        assertAllPairs();
    }

    @Test
    void aSwitchThatComesLateToARingDoesNotMakeBroadcastsGoInCircles() throws IOException {
        network.ring(4);
        controller.start();
        for (int i = 1; i <= 3; i++) {
            network.fakeSwitch(i).connect(controller.address());
        }
        controller.awaitSwitches(3, LONG);
        controller.awaitHosts(addressesOf(1, 2, 3), LONG);
        network.send(network.host(1), network.broadcast(network.host(1)));

        network.fakeSwitch(4).connect(controller.address());
        network.send(network.host(2), network.broadcast(network.host(2)));
        controller.awaitSwitches(4, LONG);
        network.send(network.host(3), network.broadcast(network.host(3)));
        controller.awaitHosts(addressesOf(1, 2, 3, 4), LONG);

        await().atMost(LONG).until(() -> controller.topology().links().size() == 8);
        network.send(network.host(4), network.broadcast(network.host(4)));
        assertAllPairs();
    }

    @Test
    void aCableFromASwitchToItselfIsNoPlaceForHosts() throws IOException {
        network.switches(2).link(1, 2).link(1, 1).hostOnEach(2);
        start(2, 2);

        network.send(network.host(1), network.broadcast(network.host(1)));

        assertAllPairs();
        assertThat(controller.topology().links()).hasSize(2);
    }

    @Test
    void aHostThatFloodsUsIsBlockedAtItsPortForASecondAndTheOthersGoOn() throws IOException {
        network.ring(3);
        start(3, 6);
        FakeHost flooder = network.host(1);
        for (int i = 0; i < 3000; i++) {
            network.send(flooder, network.broadcast(flooder));
        }

        await().atMost(LONG)
                .until(
                        () ->
                                network.call(
                                        () ->
                                                network.fakeSwitch(1).table().entries().stream()
                                                        .anyMatch(OpenFlowControllerTest::blocks)));
        assertThat(network.broadcastsHeard(network.host(2), flooder)).isLessThan(3000);
        network.send(network.host(2), network.datagram(network.host(2), network.host(3), 5));
        await().atMost(LONG).until(() -> network.numbersHeard(network.host(3)).contains(5));
    }

    @Test
    void aChangedRouteKeepsItsCounters() throws IOException {
        network.ring(4);
        start(4, 8);
        assertAllPairs();
        DatapathId first = new DatapathId(1);
        long before = controller.aggregate(first).orElseThrow().packetCount();

        network.set(1, 2, false);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 6);
        assertAllPairs();

        assertThat(controller.aggregate(first).orElseThrow().packetCount()).isGreaterThan(before);
    }

    @Test
    void followsAHostThatMovesAndAnnouncesItselfByArp() throws IOException {
        network.ring(3);
        FakeHost spare = network.host(50, 2);
        start(3, 6);
        MacAddress mac = MacAddress.parse("02:00:00:00:00:77");
        FakeHost before = new FakeHost(mac, new IpAddress("10.0.0.77"), network.host(1).at());
        FakeHost moved = new FakeHost(mac, before.ip(), spare.at());
        network.send(before, network.gratuitousArp(before));
        await().atMost(LONG).until(() -> controller.locate(before.ip()).isPresent());

        network.send(moved, network.gratuitousArp(moved));

        await().atMost(LONG)
                .until(() -> controller.locate(moved.ip()).filter(spare.at()::equals).isPresent());
    }

    @Test
    void whatWasAnnouncedHoldsAgainstWhatFramesSay() throws IOException {
        network.ring(3);
        start(3, 6);
        MacAddress mac = MacAddress.parse("02:00:0a:00:00:64");
        IpAddress ip = new IpAddress("10.0.0.100");
        controller.announce(mac, ip, network.host(2).at());
        FakeHost thief = new FakeHost(mac, ip, network.host(3).at());

        network.send(thief, network.datagram(thief, network.host(1), 1));
        network.send(network.host(1), network.datagram(network.host(1), network.host(3), 2));

        await().atMost(LONG).until(() -> !network.numbersHeard(network.host(3)).isEmpty());
        assertThat(controller.locate(ip)).contains(network.host(2).at());
        controller.withdraw(mac);
        assertThat(controller.locate(ip)).isEmpty();
    }

    @Test
    void aHostCannotInventALink() throws IOException {
        network.ring(3);
        start(3, 6);
        Frame forged =
                Frame.parse(
                                new io.transship.manager.sdn.openflow.wire.LinkProbe(
                                                new java.security.SecureRandom(),
                                                network.host(1).mac())
                                        .frame(network.host(1).at(), System.nanoTime()))
                        .orElseThrow();

        network.send(network.host(2), forged);
        network.send(network.host(2), network.datagram(network.host(2), network.host(1), 9));

        await().atMost(LONG).until(() -> network.numbersHeard(network.host(1)).contains(9));
        assertThat(controller.topology().links()).hasSize(6);
    }

    @Test
    void statedCapacityGoesBeforeThePortsSpeed() throws IOException {
        network.ring(3);
        BitRate stated = BitRate.ofMbps(10);
        LinkCapacities capacities =
                new LinkCapacities(
                        Map.of(Set.of(new DatapathId(1), new DatapathId(2)), stated), Map.of());
        use(quick().with(capacities));
        start(3, 6);

        assertThat(controller.topology().links())
                .allSatisfy(
                        link -> {
                            boolean between12 =
                                    link.from().datapath().value() != 3
                                            && link.to().datapath().value() != 3;
                            assertThat(link.capacity())
                                    .isEqualTo(between12 ? stated : BitRate.ofMbps(1000));
                        });
    }

    @Test
    void collectsStatisticsThatComeInParts() throws IOException {
        network.ring(3);
        start(3, 6);

        assertThat(controller.ports(new DatapathId(1)))
                .extracting(PortSample::rxPackets)
                .containsExactlyElementsOf(
                        controller.ports(new DatapathId(1)).stream()
                                .map(sample -> (long) sample.port().port())
                                .toList())
                .hasSizeGreaterThan(2);
    }

    @Test
    void aSwitchThatDoesNotAnswerGivesNothingAndNoZero() throws IOException {
        network.ring(3);
        use(
                new OpenFlowSettings(
                        quick().listen(),
                        Set.of(),
                        LinkCapacities.unstated(),
                        Duration.ofMillis(200),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300)));
        start(3, 6);
        network.run(() -> network.fakeSwitch(1).deafen());

        assertThat(controller.aggregate(new DatapathId(1))).isEmpty();
        assertThat(controller.ports(new DatapathId(1))).isEmpty();
        assertThat(controller.aggregate(new DatapathId(99))).isEmpty();
        assertThat(controller.aggregate(new DatapathId(2))).isPresent();
    }

    @Test
    void entriesOfAnEarlierRunAreRemoved() throws IOException {
        network.ring(3);
        network.run(
                () ->
                        network.fakeSwitch(1)
                                .table()
                                .plant(Flows.fence(77, network.host(1).mac(), 0)));

        start(3, 6);

        assertAllPairs();
        assertThat(network.call(() -> network.fakeSwitch(1).table().entries()))
                .noneMatch(entry -> Flows.hold(entry.cookie) == 77);
    }

    @Test
    void aSwitchThatIsNotConfiguredIsRefused() throws IOException {
        network.ring(3);
        use(quick().only(Set.of(new DatapathId(1), new DatapathId(2))));
        controller.start();
        network.connect(controller.address());

        controller.awaitSwitches(2, LONG);
        assertThatThrownBy(() -> controller.awaitSwitches(3, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.NETWORK_UNAVAILABLE))
                .hasMessageContaining("2 of 3");
    }

    @Test
    void saysSoWhenThePortIsTaken() {
        controller.start();
        OpenFlowController second =
                new OpenFlowController(
                        OpenFlowSettings.at(controller.address()),
                        InstantSource.system(),
                        System::nanoTime);

        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.PORT_IN_USE));
        second.close();
    }

    private void use(OpenFlowSettings settings) {
        controller.close();
        controller = new OpenFlowController(settings, InstantSource.system(), System::nanoTime);
    }

    private void start(int switches, int links) throws IOException {
        controller.start();
        network.connect(controller.address());
        controller.awaitSwitches(switches, LONG);
        await().atMost(LONG).until(() -> controller.topology().links().size() == links);
        controller.awaitHosts(
                network.hosts().stream().map(FakeHost::ip).collect(Collectors.toSet()), LONG);
    }

    private static boolean blocks(FakeTable.Entry entry) {
        return entry.priority == 1 && entry.outputs().isEmpty();
    }

    private Set<IpAddress> addressesOf(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> network.host(number).ip())
                .collect(Collectors.toSet());
    }

    private void assertAllPairs() {
        network.clear();
        for (FakeHost from : network.hosts()) {
            for (FakeHost to : network.hosts()) {
                if (!from.equals(to)) {
                    network.send(from, network.datagram(from, to, (int) from.mac().value()));
                }
            }
        }
        for (FakeHost to : network.hosts()) {
            List<Integer> others =
                    network.hosts().stream()
                            .filter(host -> !host.equals(to))
                            .map(host -> (int) host.mac().value())
                            .toList();
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(network.numbersHeard(to))
                                            .containsExactlyInAnyOrderElementsOf(others));
        }
    }

    private static OpenFlowSettings quick() {
        return FakeNetwork.settings();
    }
}
