package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.container.PortBinding;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.ServiceAddress;
import io.transship.manager.sdn.openflow.FakeNetwork.FakeHost;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client on s1 and a service on the host of s2, later on that of s3; three switches in a row. */
class ServiceAddressTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final MacAddress MAC = new MacAddress(0x0254_0a00_0064L);
    private static final int PORT = 7000;
    private static final int CLIENT_PORT = 40000;

    private final FakeNetwork network = new FakeNetwork();
    private OpenFlowController controller;
    private FakeHost client;
    private FakeHost source;
    private FakeHost target;

    @BeforeEach
    void build() throws IOException {
        network.switches(3).link(1, 2).link(2, 3);
        client = network.host(1, 1);
        source = network.host(2, 2);
        target = network.host(3, 3);
        OpenFlowSettings settings =
                new OpenFlowSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Set.of(),
                        new LinkCapacities(Map.of(), Map.of()),
                        Duration.ofMillis(200),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(3));
        controller = new OpenFlowController(settings, InstantSource.system(), System::nanoTime);
        controller.start();
        network.connect(controller.address());
        controller.awaitSwitches(3, LONG);
        await().atMost(LONG).until(() -> controller.topology().links().size() == 4);
        controller.awaitHosts(Set.of(client.ip(), source.ip(), target.ip()), LONG);
        controller.announce(
                new ServiceAddress(MAC, IP, List.of(PortBinding.parse(PORT + ":" + PORT + "/udp"))),
                source.at());
        settle();
    }

    /** The switches have done all that the controller has told them. */
    private void settle() {
        controller.topology().switches().forEach(controller::aggregate);
    }

    @AfterEach
    void end() {
        assertThat(network.circle()).as("a frame that went in circles").isNull();
        network.close();
        controller.close();
    }

    @Test
    void whoAsksForTheAddressIsAnsweredByTheController() {
        byte[] question = Frame.arpProbe(client.mac(), IP);
        network.send(client, Frame.parse(question).orElseThrow());
        assertAnswers(1);

        // Somebody who knows it already asks its owner alone.
        System.arraycopy(MAC.bytes(), 0, question, 0, 6);
        network.send(client, Frame.parse(question).orElseThrow());
        assertAnswers(2);
        assertThat(network.heard(source)).noneMatch(each -> each.destination().equals(MAC));
    }

    private void assertAnswers(int count) {
        await().atMost(LONG)
                .until(
                        () ->
                                network.heard(client).stream()
                                                .flatMap(each -> each.arp().stream())
                                                .filter(arp -> arp.senderIp().equals(IP))
                                                .filter(arp -> arp.senderMac().equals(MAC))
                                                .count()
                                        == count);
    }

    @Test
    void theHostIsAskedInItsOwnNameAndItsAnswerComesFromTheService() {
        ask(1);
        awaitAsked(source, 1);
        answer(source, 1);
        awaitAnswered(1);
    }

    @Test
    void anotherPortIsNotTheServices() {
        network.send(client, datagram(client, MAC, IP, ports(CLIENT_PORT, PORT + 1), 1));
        network.send(
                source,
                datagram(source, client.mac(), client.ip(), ports(PORT + 1, CLIENT_PORT), 2));

        await().atMost(LONG).until(() -> heard(client, source.mac(), source.ip()) == 1);
        assertThat(network.heard(source)).noneMatch(each -> each.etherType() == Frame.IPV4);
        assertThat(heard(client, MAC, IP)).isZero();
    }

    @Test
    void whatOwnsTheAddressLaterIsNotRewritten() {
        ask(1);
        awaitAsked(source, 1);
        controller.withdraw(MAC);
        settle();
        answer(source, 2);
        await().atMost(LONG).until(() -> heard(client, source.mac(), source.ip()) == 1);

        controller.announce(MAC, IP, target.at());
        settle();
        ask(3);
        network.send(
                source, datagram(source, target.mac(), target.ip(), ports(CLIENT_PORT, PORT), 4));
        await().atMost(LONG).until(() -> heard(target, source.mac(), source.ip()) == 1);
        assertThat(heard(target, client.mac(), client.ip())).isZero();
        assertThat(heard(client, MAC, IP)).isZero();
    }

    @Test
    void onAMoveItIsRewrittenToTheTargetAndNobodySpeaksForItFromTheSource() {
        ask(1);
        awaitAsked(source, 1);
        HeldTraffic held = controller.redirect().hold(MAC, List.of(IP), LONG);
        held.fence();
        held.prepareRoutes(target.at());
        answer(target, 99);
        ask(2);
        await().atMost(LONG).until(() -> heard(client, target.mac(), target.ip()) == 1);

        held.releaseTo(target.at());
        ask(3);
        awaitAsked(target, 2);
        answer(target, 2);
        answer(target, 3);
        awaitAnswered(2);
        answer(source, 100);

        await().atMost(LONG).until(() -> heard(client, source.mac(), source.ip()) == 1);
        assertThat(heard(client, MAC, IP)).as("answers in the service's name").isEqualTo(2);
        assertThat(heard(source, client.mac(), client.ip())).isEqualTo(1);
    }

    private void ask(int number) {
        network.send(client, datagram(client, MAC, IP, ports(CLIENT_PORT, PORT), number));
    }

    private void answer(FakeHost host, int number) {
        network.send(
                host, datagram(host, client.mac(), client.ip(), ports(PORT, CLIENT_PORT), number));
    }

    private void awaitAsked(FakeHost host, int count) {
        await().atMost(LONG).until(() -> heard(host, client.mac(), client.ip()) == count);
        assertThat(network.heard(host))
                .filteredOn(each -> each.etherType() == Frame.IPV4)
                .allMatch(each -> each.ipv4Destination().filter(host.ip()::equals).isPresent());
    }

    private void awaitAnswered(int count) {
        await().atMost(LONG).until(() -> heard(client, MAC, IP) == count);
    }

    /** How many datagrams a host has heard from somebody. */
    private long heard(FakeHost host, MacAddress mac, IpAddress ip) {
        return network.heard(host).stream()
                .filter(each -> each.source().equals(mac))
                .filter(each -> each.ipv4Source().filter(ip::equals).isPresent())
                .count();
    }

    private static Frame.Transport ports(int from, int to) {
        return new Frame.Transport("udp", from, to);
    }

    private static Frame datagram(
            FakeHost from, MacAddress mac, IpAddress ip, Frame.Transport ports, int number) {
        ByteBuffer buffer = ByteBuffer.allocate(60);
        buffer.put(mac.bytes()).put(from.mac().bytes()).putShort((short) Frame.IPV4);
        buffer.put(14, (byte) 0x45).put(23, (byte) 17).position(26);
        buffer.put(from.ip().bytes()).put(ip.bytes());
        buffer.putShort((short) ports.sourcePort()).putShort((short) ports.destinationPort());
        buffer.putInt(number);
        return Frame.parse(buffer.array()).orElseThrow();
    }
}
