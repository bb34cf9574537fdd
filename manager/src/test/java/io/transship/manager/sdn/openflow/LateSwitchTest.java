package io.transship.manager.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.openflow.FakeNetwork.FakeHost;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.types.OFPort;

/** Two switches of which one comes back to a new manager later than the other. */
class LateSwitchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeNetwork network = new FakeNetwork();
    private final OpenFlowController controller =
            new OpenFlowController(
                    FakeNetwork.settings(), InstantSource.system(), System::nanoTime);

    @AfterEach
    void end() {
        network.close();
        controller.close();
    }

    /** A copy that nobody decided on runs, and the entries that fenced it went with a manager. */
    @Test
    void aCopyIsNotReachedBeforeAnybodySaysThatItIsTheContainer() throws IOException {
        network.switches(3).link(1, 2).link(2, 3).hostOnEach(3);
        FakeHost client = network.host(1);
        FakeHost copy = network.host(2);
        FakeHost other = network.host(3);
        controller.believeOnlyAnnouncementsOf(copy.mac()::equals);
        controller.start();
        network.connect(controller.address());
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            network.send(copy, network.datagram(copy, client, 2));
                            network.send(client, network.datagram(client, copy, 3));
                            network.send(client, network.datagram(client, other, 1));
                            network.send(other, network.datagram(other, client, 5));
                            assertThat(network.numbersHeard(other)).contains(1);
                            assertThat(network.numbersHeard(client)).contains(5);
                        });
        assertThat(network.numbersHeard(copy)).doesNotContain(3);

        controller.announce(copy.mac(), copy.ip(), copy.at());
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            network.send(client, network.datagram(client, copy, 4));
                            assertThat(network.numbersHeard(copy)).contains(4);
                        });
    }

    /**
     * A switch that is not back yet goes on by the entries of an earlier manager. What it sends
     * over its cable seems to come from a host at that port.
     */
    @Test
    void aContainerWhoseHostIsBehindASwitchThatComesLateIsReached() throws IOException {
        network.switches(2).link(1, 2).hostOnEach(2);
        FakeHost client = network.host(1);
        FakeHost behind = network.host(2);
        ConnectPoint cable = new ConnectPoint(new DatapathId(1), 1);
        network.run(() -> network.fakeSwitch(2).table().plant(Flows.route(client.mac(), 1)));
        controller.start();
        controller.seek(Set.of(client.ip(), behind.ip()));
        network.fakeSwitch(1).connect(controller.address());
        await().atMost(LONG)
                .until(
                        () -> {
                            network.send(behind, network.datagram(behind, client, 1));
                            return controller.locate(behind.ip()).filter(cable::equals).isPresent();
                        });
        MacAddress mac = MacAddress.parse("02:00:0a:00:00:64");
        FakeHost container = new FakeHost(mac, new IpAddress("10.0.0.100"), behind.at());

        controller.announce(mac, container.ip(), cable);
        network.fakeSwitch(2).connect(controller.address());

        await().atMost(LONG)
                .until(
                        () ->
                                controller
                                        .locate(container.ip())
                                        .filter(behind.at()::equals)
                                        .isPresent());
        Frame asked = network.datagram(client, container, 2);
        await().atMost(LONG).until(() -> leavesBy(2, 1, asked).contains(behind.at().port()));
        assertThat(leavesBy(1, client.at().port(), asked)).contains(cable.port());
    }

    private List<Integer> leavesBy(int number, int in, Frame frame) {
        return network.call(
                () ->
                        network.fakeSwitch(number).table().lookUp(0, in, frame).stream()
                                .flatMap(entry -> entry.outputs().stream())
                                .map(OFPort::getPortNumber)
                                .toList());
    }
}
