package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.neighbour.NeighbourMessage;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.redirect.HoldReport;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.openflow.FakeNetwork.FakeHost;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client on s1, the container's old place on s2 and its new one on s3, on a ring of four. */
class OpenFlowRedirectTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final MacAddress MAC = new MacAddress(0x0200_0a00_0064L);
    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final IpAddress IPV6 = new IpAddress("fd00:10::a00:64");
    private static final IpAddress CLIENT = new IpAddress("10.0.0.1");

    private final FakeNetwork network = new FakeNetwork();
    private OpenFlowController controller;
    private FakeHost client;
    private FakeHost source;
    private FakeHost target;

    @BeforeEach
    void build() throws IOException {
        network.switches(4).link(1, 2).link(2, 3).link(3, 4).link(4, 1);
        client = network.host(1, 1);
        source = network.host(100, 2);
        target = network.host(100, 3);
        controller = controller(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        controller.start();
        network.connect(controller.address());
        controller.awaitSwitches(4, LONG);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 8);
        controller.awaitHosts(Set.of(CLIENT), LONG);
        controller.announce(MAC, IP, source.at());
    }

    @AfterEach
    void end() {
        assertThat(network.circle()).as("a frame that went in circles").isNull();
        network.close();
        controller.close();
    }

    @Test
    void whatIsSentWhileHeldArrivesAtTheTargetInOrder() {
        send(1, 5);
        awaitHeard(source, 1, 5);
        HeldTraffic held = hold();
        send(6, 40);

        HoldReport report = releaseAfter(held, 35, target.at());
        send(41, 50);

        awaitHeard(target, 6, 50);
        assertThat(network.numbersHeard(source)).containsExactlyElementsOf(range(1, 5));
        assertThat(report.held()).isEqualTo(35);
        assertThat(report.replayed()).isEqualTo(35);
        assertThat(report.dropped()).isZero();
        assertThat(report.duration()).isPositive();
        assertThat(holdEntries()).isZero();
        assertThat(controller.locate(IP)).contains(target.at());
    }

    @Test
    void afterARollbackEverythingArrivesAtTheSource() {
        HeldTraffic held = hold();
        send(1, 10);
        held.fence();
        held.prepareRoutes(target.at());

        HoldReport report = releaseAfter(held, 10, source.at());
        send(11, 12);

        awaitHeard(source, 1, 12);
        assertThat(report.replayed()).isEqualTo(10);
        assertThat(network.numbersHeard(target)).isEmpty();
        assertThat(controller.locate(IP)).contains(source.at());
    }

    @Test
    void nobodyHearsARestoredCopyBeforeTheReleaseAndNobodyEverHearsTheOtherOne() {
        HeldTraffic held = hold();
        held.fence();
        FakeHost copy = target;
        for (int i = 1; i <= 5; i++) {
            network.send(copy, network.datagram(copy, client, i));
            network.send(source, network.datagram(source, client, 100 + i));
        }
        network.send(copy, network.gratuitousArp(copy));
        send(1, 1);
        awaitHeld(1);
        assertThat(network.heard(client)).noneMatch(frame -> frame.source().equals(MAC));

        HoldReport report = held.releaseTo(target.at());

        await().atMost(LONG).until(() -> network.numbersHeard(client).size() >= 5);
        assertThat(network.numbersHeard(client)).containsExactlyElementsOf(range(1, 5));
        assertThat(report.dropped()).isEqualTo(5);
    }

    @Test
    void aBurstOfManyFramesIsPacedAndArrivesWholeAndInOrder() {
        HeldTraffic held = hold();
        send(1, 500);

        HoldReport report = releaseAfter(held, 500, target.at());

        awaitHeard(target, 1, 500);
        long bits = (500 - 64) * 60 * 8L;
        assertThat(report.duration())
                .isGreaterThan(Duration.ofNanos(bits * 1_000_000_000L / BitRate.ofMbps(2).bps()));
    }

    @Test
    void whatTheContainerAnswersWhileFramesAreStillBeingReplayedIsHeard() {
        network.echo(target);
        HeldTraffic held = hold();
        held.fence();
        send(1, 300);

        HoldReport report = releaseAfter(held, 300, target.at());

        awaitHeard(target, 1, 300);
        awaitHeard(client, 1, 300);
        assertThat(report.dropped()).isZero();
    }

    @Test
    void pastTheBoundTheNewestFramesAreDroppedAndCounted() {
        HeldTraffic held = hold();
        send(1, 1100);

        HoldReport report = releaseAfter(held, 1100, target.at());

        awaitHeard(target, 1, 1024);
        assertThat(report.held()).isEqualTo(1024);
        assertThat(report.dropped()).isEqualTo(76);
    }

    @Test
    void answersArpForAHeldContainerButNotTheContainerItself() {
        HeldTraffic held = hold();
        network.clear();
        Frame question = Frame.parse(Frame.arpProbe(client.mac(), IP)).orElseThrow();
        network.send(client, question);

        await().atMost(LONG)
                .until(
                        () ->
                                network.heard(client).stream()
                                        .flatMap(frame -> frame.arp().stream())
                                        .anyMatch(
                                                arp ->
                                                        !arp.request()
                                                                && arp.senderMac().equals(MAC)
                                                                && arp.senderIp().equals(IP)));
        network.send(source, network.gratuitousArp(source));
        send(1, 1);
        awaitHeld(1);
        assertThat(network.heard(source)).noneMatch(frame -> frame.etherType() == Frame.ARP);
        held.releaseTo(target.at());
    }

    @Test
    void answersNeighbourSolicitationsForAHeldContainerButNotTheContainerItself() {
        HeldTraffic held = hold();
        network.clear();
        network.send(client, solicitation(client.mac(), "fd00:10::1"));
        network.send(client, NeighbourMessage.probe(client.mac(), IPV6));

        await().atMost(LONG).until(() -> solicited().equals(List.of(true, false)));
        network.send(source, solicitation(MAC, "fd00:10::a00:64"));
        send(1, 1);
        awaitHeld(1);
        assertThat(network.heard(source)).noneMatch(Frame::isIpv6);
        held.releaseTo(target.at());
    }

    /** Of the advertisements that the client has heard: whether each answered him alone. */
    private List<Boolean> solicited() {
        return network.heard(client).stream()
                .flatMap(frame -> frame.neighbour().stream())
                .filter(each -> each.kind() == NeighbourMessage.Kind.ADVERTISEMENT)
                .filter(each -> each.sourceMac().equals(MAC) && each.target().equals(IPV6))
                .map(NeighbourMessage::solicited)
                .toList();
    }

    private static NeighbourMessage solicitation(MacAddress asker, String address) {
        NeighbourMessage probe = NeighbourMessage.probe(asker, IPV6);
        return new NeighbourMessage(
                NeighbourMessage.Kind.SOLICITATION,
                asker,
                probe.destinationMac(),
                new IpAddress(address),
                probe.destination(),
                IPV6,
                false);
    }

    @Test
    void aSwitchThatReconnectsWhileHoldingHoldsAgain() throws IOException {
        HeldTraffic held = hold();
        held.fence();
        network.call(
                () -> {
                    network.fakeSwitch(1).disconnect();
                    return 1;
                });
        await().atMost(LONG).until(() -> controller.topology().switches().size() == 3);
        network.fakeSwitch(1).connect(controller.address());
        controller.awaitSwitches(4, LONG);

        assertThat(holdEntries()).isEqualTo(16);
        send(1, 3);
        releaseAfter(held, 3, target.at());
        awaitHeard(target, 1, 3);
    }

    @Test
    void aCableThatIsCutWhileHoldingChangesTheRoutesBeneath() {
        HeldTraffic held = hold();
        held.prepareRoutes(target.at());
        network.set(2, 3, false);
        network.set(1, 2, false);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 4);
        send(1, 3);

        releaseAfter(held, 3, target.at());
        send(4, 6);

        awaitHeard(target, 1, 6);
    }

    @Test
    void twoContainersAreHeldApart() {
        FakeHost other = network.host(101, 2);
        controller.announce(other.mac(), other.ip(), source.at());
        HeldTraffic first = hold();
        HeldTraffic second = controller.redirect().hold(other.mac(), List.of(other.ip()), LEASE);
        send(1, 3);
        network.send(client, network.datagram(client, other, 7));
        awaitHeld(4);

        assertThat(first.releaseTo(target.at()).replayed()).isEqualTo(3);
        assertThat(second.releaseTo(target.at()).replayed()).isEqualTo(1);
        assertThatThrownBy(() -> first.releaseTo(target.at()))
                .isInstanceOf(TransshipException.class);
    }

    @Test
    void aHoldThatWasGivenUpIsTakenOverWithItsFrames() {
        var _ = hold();
        send(1, 3);
        awaitHeld(3);
        HeldTraffic second = hold();

        assertThat(second.releaseTo(target.at()).replayed()).isEqualTo(3);
        awaitHeard(target, 1, 3);
        hold().releaseTo(source.at());
        assertThat(holdEntries()).isZero();
    }

    @Test
    void whatIsAnnouncedWhileHeldDoesNotChangeTheRoutesBeneath() {
        HeldTraffic held = hold();
        held.prepareRoutes(target.at());

        controller.announce(MAC, IP, source.at());

        assertThat(controller.locate(IP)).contains(target.at());
        held.releaseTo(target.at());
        assertThat(controller.locate(IP)).contains(target.at());
    }

    @Test
    void theSwitchesEndAHoldByThemselvesWhenItsManagerIsDead() {
        var _ = hold();
        assertThat(holdEntries()).isEqualTo(12);
        controller.close();

        network.run(
                () ->
                        IntStream.rangeClosed(1, 4)
                                .forEach(
                                        i ->
                                                network.fakeSwitch(i)
                                                        .table()
                                                        .advance(LEASE.toSeconds())));

        assertThat(holdEntries()).isZero();
        send(1, 2);
        awaitHeard(source, 1, 2);
    }

    @Test
    void holdsNothingWhenASwitchDoesNotConfirm() {
        network.run(() -> network.fakeSwitch(4).deafen());

        assertThatThrownBy(this::hold)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.NETWORK_UNAVAILABLE));

        await().atMost(LONG).until(() -> holdEntries() == 0);
        send(1, 2);
        awaitHeard(source, 1, 2);
    }

    private HeldTraffic hold() {
        return controller.redirect().hold(MAC, List.of(IP, IPV6), LEASE);
    }

    private void send(int from, int to) {
        for (int i = from; i <= to; i++) {
            network.send(client, network.datagram(client, source, i));
        }
    }

    private HoldReport releaseAfter(HeldTraffic held, int frames, ConnectPoint to) {
        awaitHeld(frames);
        return held.releaseTo(to);
    }

    /** The hold entries have counted them, and the controller has worked off all it was sent. */
    private void awaitHeld(int frames) {
        await().atMost(LONG).until(() -> network.call(() -> counted()) >= frames);
        controller.topology().switches().forEach(controller::aggregate);
    }

    private long counted() {
        return network.fakeSwitch(1).table().entries().stream()
                .filter(entry -> Flows.kind(entry.cookie).orElseThrow() == Flows.Kind.HOLD)
                .mapToLong(entry -> entry.packets)
                .sum();
    }

    private long holdEntries() {
        return network.holdEntries();
    }

    private void awaitHeard(FakeHost host, int from, int to) {
        await().atMost(LONG).until(() -> network.numbersHeard(host).contains(to));
        assertThat(network.numbersHeard(host)).containsExactlyElementsOf(range(from, to));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static OpenFlowController controller(InetSocketAddress listen) {
        LinkCapacities capacities =
                new LinkCapacities(
                        Map.of(), Map.of(CLIENT, BitRate.ofMbps(1), IP, BitRate.ofMbps(2)));
        OpenFlowSettings settings =
                new OpenFlowSettings(
                        listen,
                        Set.of(),
                        capacities,
                        Duration.ofMillis(200),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(3));
        return new OpenFlowController(settings, InstantSource.system(), System::nanoTime);
    }
}
