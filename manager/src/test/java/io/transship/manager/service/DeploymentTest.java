package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.NetworkChoice;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.manager.api.RunOrder;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private final FakeFleet fleet = new FakeFleet("h1", "h2", "h3", "h4", "h5");
    private final List<Event> events = new ArrayList<>();
    private final Deployment deployment =
            new Deployment(Configs.with(""), fleet, events::add, Clock.systemUTC(), host -> false);

    @Test
    void theFirstFreeHostAndTheFirstFreeAddressAreTaken() {
        fleet.silent.add("h3");
        run("a");
        run("b");

        assertThat(fleet.placed()).containsExactly("a@h2 10.0.0.100", "b@h4 10.0.0.101");
        assertThat(events).extracting(Event::type).containsOnly("container-started");
        assertThat(events.getFirst().data())
                .containsEntry("container", "a")
                .containsEntry("host", "h2")
                .containsEntry("mac", "02:00:0a:00:00:64");
    }

    @Test
    void theOrderGoesBeforeTheConfiguration() {
        deployment.run(
                new RunOrder(
                        new ContainerId("a"),
                        Optional.of("nginx"),
                        Optional.of(new HostId("h5")),
                        Optional.of(new IpAddress("10.0.0.77")),
                        List.of("x", "y"),
                        Map.of("B", "3")));

        ContainerOrder made = fleet.containers.getFirst().order();
        assertThat(fleet.placed()).containsExactly("a@h5 10.0.0.77");
        assertThat(made.image()).isEqualTo("nginx");
        assertThat(made.command()).containsExactly("x", "y");
        assertThat(made.environment()).isEqualTo(Map.of("A", "1", "B", "3"));
        assertThat(made.restartPolicy()).isEqualTo("unless-stopped");
    }

    @Test
    void namesAndAddressesAreGivenOnce() {
        run("a");

        assertRefused(order("a", null, null), "there is a container a already");
        assertRefused(order("b", null, "10.0.0.100"), "address 10.0.0.100 is taken");
        assertRefused(order("b", null, "10.0.0.2"), "address 10.0.0.2 is taken");
        assertRefused(order("b", null, "fe80::1"), "IPv4");
        run("b");
        run("c");
        assertRefused(order("d", "h5", null), "all 3 addresses");
    }

    @Test
    void anIpv6AddressCanBeChosen() {
        Deployment both =
                new Deployment(
                        Configs.withIpv6("fd00:10::/64"),
                        fleet,
                        events::add,
                        Clock.systemUTC(),
                        host -> false);
        both.run(orderIpv6("a", "fd00:10::77"));
        both.run(order("b", null, null));

        assertThat(fleet.containers())
                .extracting(each -> each.order().ipv6().orElseThrow().address().text())
                .containsExactlyInAnyOrder("fd00:10:0:0:0:0:0:77", "fd00:10:0:0:0:0:a00:65");
        assertRefusedBy(both, orderIpv6("c", "fd00:10::77"), "77 is taken");
        assertRefusedBy(both, orderIpv6("c", "fd00:11::77"), "not an address of fd00:10:");
        assertRefusedBy(both, orderIpv6("c", "10.0.0.9"), "not an address of fd00:10:");
        assertRefused(orderIpv6("c", "fd00:10::78"), "have no IPv6");
    }

    @Test
    void aContainerWithIpv6AloneKeepsItsNumberFromOthers() {
        Deployment both =
                new Deployment(
                        Configs.withIpv6("fd00:10::/64"),
                        fleet,
                        events::add,
                        Clock.systemUTC(),
                        host -> false);
        both.run(orderIpv6Only("a", Optional.empty(), NetworkChoice.OWN));
        both.run(order("b", null, null));

        ContainerOrder alone = fleet.containers().getFirst().order();
        assertThat(alone.hasIpv4()).isFalse();
        assertThat(alone.mac().toString()).isEqualTo("02:00:0a:00:00:64");
        assertThat(events.getFirst().data()).containsEntry("ip", "fd00:10:0:0:0:0:a00:64");
        ContainerOrder other = fleet.containers().getLast().order();
        assertThat(other.hasIpv4()).isTrue();
        assertThat(other.ip().text()).isEqualTo("10.0.0.101");
        Optional<IpAddress> chosen = Optional.of(new IpAddress("10.0.0.102"));
        assertRefusedBy(
                both, orderIpv6Only("c", chosen, NetworkChoice.OWN), "no IPv4 address to choose");
        assertRefusedBy(
                both,
                orderIpv6Only("c", Optional.empty(), new NetworkChoice("shop")),
                "not on the engine's own networks");
        assertRefusedBy(
                deployment,
                orderIpv6Only("c", Optional.empty(), NetworkChoice.OWN),
                "have no IPv6");
    }

    private static RunOrder orderIpv6Only(
            String name, Optional<IpAddress> ip, NetworkChoice network) {
        ContainerOptions usual = ContainerOptions.NONE;
        return new RunOrder(
                new ContainerId(name),
                Optional.empty(),
                Optional.empty(),
                ip,
                Optional.empty(),
                true,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                new ContainerOptions(
                        usual.program(),
                        usual.isolation(),
                        usual.limits(),
                        usual.mounts(),
                        usual.ports(),
                        usual.health(),
                        usual.log(),
                        network));
    }

    private static RunOrder orderIpv6(String name, String ipv6) {
        return new RunOrder(
                new ContainerId(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new IpAddress(ipv6)),
                false,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                ContainerOptions.NONE);
    }

    @Test
    void withoutAFreeHostThatIsSaid() {
        fleet.silent.addAll(List.of("h2", "h3", "h4", "h5"));

        assertRefused(order("a", null, null), "no host is free");
        assertRefused(order("a", "h9", null), "there is no host 'h9'");
        assertRefused(order("a", "h1", null), "host h1 is reserved");
    }

    @Test
    void whatCouldNotBeStartedLeavesItsNameAndAddressFree() {
        fleet.failing.add("h2");
        assertRefused(order("a", "h2", null), "no engine");
        fleet.failing.clear();
        run("a");

        assertThat(fleet.placed()).containsExactly("a@h2 10.0.0.100");
    }

    private void run(String name) {
        deployment.run(order(name, null, null));
    }

    private static RunOrder order(
            String name,
            @org.jspecify.annotations.Nullable String host,
            @org.jspecify.annotations.Nullable String ip) {
        return new RunOrder(
                new ContainerId(name),
                Optional.empty(),
                Optional.ofNullable(host).map(HostId::new),
                Optional.ofNullable(ip).map(IpAddress::new),
                List.of(),
                Map.of());
    }

    private void assertRefused(RunOrder order, String words) {
        assertRefusedBy(deployment, order, words);
    }

    private static void assertRefusedBy(Deployment by, RunOrder order, String words) {
        assertThatThrownBy(() -> by.run(order))
                .isInstanceOf(TransshipException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aHostUnderMaintenanceGetsNoNewContainer() {
        Deployment wary =
                new Deployment(
                        Configs.with(""),
                        fleet,
                        events::add,
                        Clock.systemUTC(),
                        host -> host.name().equals("h2"));

        assertThat(wary.run(order("a", null, null)).host().name()).isEqualTo("h3");
        assertRefusedBy(wary, order("b", "h2", null), "h2 is under maintenance");
    }
}
