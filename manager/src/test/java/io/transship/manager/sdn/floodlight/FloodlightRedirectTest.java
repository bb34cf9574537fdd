package io.transship.manager.sdn.floodlight;

import static io.transship.manager.sdn.floodlight.FloodlightBench.LONG;
import static io.transship.manager.sdn.floodlight.FloodlightBench.port;
import static io.transship.manager.sdn.floodlight.FloodlightStub.dpid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.manager.redirect.HeldTraffic;
import io.transship.manager.sdn.floodlight.FloodlightStub.Asked;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A container's frames by static entries; the container moves from s2 to s5. */
class FloodlightRedirectTest {

    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:00:64");
    private static final IpAddress IP = new IpAddress("10.0.0.100");
    private static final ConnectPoint SOURCE = port(2, 1);
    private static final ConnectPoint TARGET = port(5, 3);

    private final FloodlightBench bench = new FloodlightBench();

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void untilTheReleaseNothingPassesAtAnySwitch() {
        bench.start();

        HeldTraffic held = hold();
        assertEverywhere("hold");
        held.fence();
        assertEverywhere("fence", "hold");
        held.prepareRoutes(TARGET);
        assertEverywhere("fence", "hold", "route");
        for (int n = 1; n <= 5; n++) {
            assertThat(actions(n, "hold")).isEmpty();
            assertThat(actions(n, "fence")).isEmpty();
        }

        var report = held.releaseTo(TARGET);

        assertEverywhere("route");
        assertThat(report.dropped()).as("seven at each of five switches").isEqualTo(35);
        assertThat(report.held()).isZero();
    }

    @Test
    void routesAreLaidFromTheTargetsSwitchOnAndBeforeAnythingIsLetGo() {
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        held.prepareRoutes(TARGET);
        var _ = held.releaseTo(TARGET);

        List<String> log = bench.floodlight.network().entries().log();
        List<String> routes = log.stream().filter(each -> each.contains("-route-")).toList();
        assertThat(routes).hasSize(5).allMatch(each -> each.startsWith("push "));
        assertThat(routes.get(0)).endsWith("05");
        assertThat(routes.get(1)).endsWith("02");
        assertThat(routes.get(2)).endsWith("01");
        assertThat(log.indexOf(routes.get(4)))
                .isLessThan(
                        log.indexOf(
                                log.stream()
                                        .filter(each -> each.startsWith("delete "))
                                        .findFirst()
                                        .orElseThrow()));
        assertThat(actions(5, "route")).isEqualTo("output=3");
        assertThat(actions(2, "route")).isEqualTo("output=3");
        assertThat(actions(1, "route")).isEqualTo("output=4");
        assertThat(actions(3, "route")).isEqualTo("output=2");
    }

    @Test
    void anEntryCountsWhenItsSwitchHasItHoweverLateThatIs() {
        bench.floodlight.network().entries().visibleAfter(4);
        bench.start();

        var _ = hold();

        long looks =
                bench.floodlight.asked().stream()
                        .map(Asked::path)
                        .filter(path -> path.endsWith("1/flow/json"))
                        .count();
        assertThat(looks).isGreaterThan(4);
        assertEverywhere("hold");
    }

    @Test
    void anEntryThatNeverReachesItsSwitchIsAFailureAndNothingIsHeld() {
        bench.start();
        impatient();
        bench.floodlight.network().entries().swallow(true);

        assertThatThrownBy(this::hold)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(FailureCode.NETWORK_UNAVAILABLE);
                            assertThat(e.mend()).contains("Floodlight's log");
                        })
                .hasMessageContaining("does not have the entry transship-02000a000064-hold-");
        bench.floodlight.network().entries().swallow(false);
        bench.controller.announce(MAC, IP, TARGET);
        assertThat(bench.controller.locate(IP)).contains(TARGET);
    }

    @Test
    void aRouteThatWasLaidAsADropIsAFailure() {
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        impatient();
        bench.floodlight.network().entries().mangle(true);

        assertThatThrownBy(() -> held.prepareRoutes(TARGET))
                .hasMessageContaining("does not have the entry transship-02000a000064-route-");
    }

    @Test
    void entriesMatchTheMacAddressAloneAndAreNeverInactive() {
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        var _ = held.releaseTo(TARGET);

        assertThat(bench.floodlight.asked())
                .filteredOn(each -> each.method().equals("POST"))
                .isNotEmpty()
                .allMatch(each -> each.body().contains("\"active\":\"true\""))
                .allMatch(each -> each.body().contains("02:00:0a:00:00:64"))
                .noneMatch(each -> each.body().contains("ipv4"))
                .noneMatch(each -> each.body().contains("set_"));
    }

    @Test
    void eachNameIsThereOnceOverAllSwitchesAndADeletionNamesIt() {
        bench.start();
        var _ = hold();

        List<String> names =
                bench.floodlight.network().entries().log().stream()
                        .filter(each -> each.startsWith("push "))
                        .toList();
        assertThat(names).hasSize(5).doesNotHaveDuplicates();
        assertThat(bench.floodlight.asked())
                .filteredOn(each -> each.method().equals("DELETE"))
                .allMatch(each -> each.body().contains("\"name\":\"transship-"));
    }

    @Test
    void theWayBackReplacesTheRoutes() {
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        held.prepareRoutes(TARGET);

        var _ = held.releaseTo(SOURCE);

        assertEverywhere("route");
        assertThat(actions(2, "route")).isEqualTo("output=1");
        assertThat(actions(5, "route")).isEqualTo("output=2");
    }

    @Test
    void routesStayUntilFloodlightHasLearnedThePlaceAndItsOwnEntriesAreOver() {
        bench.start();
        bench.floodlight.network().seen(MAC.toString(), IP.text(), 2, 1);
        var _ = hold().releaseTo(TARGET);
        bench.skip(Duration.ofSeconds(60));
        awaitLooks();
        assertEverywhere("route");

        bench.floodlight.network().seen(MAC.toString(), IP.text(), 5, 3);

        await().atMost(LONG).until(() -> bench.kinds(1).isEmpty() && bench.kinds(5).isEmpty());
    }

    @Test
    void routesStayForSomeSecondsThoughFloodlightHasLearnedThePlace() {
        bench.start();
        bench.floodlight.network().seen(MAC.toString(), IP.text(), 5, 3);
        var _ = hold().releaseTo(TARGET);

        awaitLooks();
        assertEverywhere("route");
        bench.skip(Duration.ofSeconds(7));

        await().atMost(LONG).until(() -> bench.kinds(1).isEmpty());
    }

    @Test
    void aRestartOfFloodlightThatForgetsEverythingIsMended() {
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        held.prepareRoutes(TARGET);

        bench.floodlight.goDown();
        bench.floodlight.comeBack();

        await().atMost(LONG).until(() -> bench.kinds(3).equals(List.of("fence", "hold", "route")));
        var _ = held.releaseTo(TARGET);
        assertEverywhere("route");
    }

    @Test
    void aSwitchThatComesLateIsToldOfWhatIsHeld() {
        bench.floodlight.network().disconnect(4);
        bench.start();
        HeldTraffic held = hold();
        held.fence();
        assertThat(bench.kinds(4)).isEmpty();

        bench.floodlight.network().connect(4);

        await().atMost(LONG).until(() -> bench.kinds(4).equals(List.of("fence", "hold")));
    }

    @Test
    void whatACrashLeftGoesByItsNameButNotWhatKeepsAnUndecidedCopyApart() {
        StaticEntry fence = StaticEntry.drop(StaticEntry.Kind.FENCE, MAC, dpid(1));
        StaticEntry route = StaticEntry.route(MAC, port(2, 3));
        FloodlightApi api = bench.api();
        api.push(fence);
        api.push(route);
        bench.controller.believeOnlyAnnouncementsOf(MAC::equals);
        bench.start();
        awaitLooks();
        assertThat(bench.kinds(1)).containsExactly("fence");

        bench.controller.believeOnlyAnnouncementsOf(_ -> false);
        await().atMost(LONG).until(() -> bench.kinds(1).isEmpty());
        awaitLooks();
        assertThat(bench.kinds(2)).as("nobody has said yet where it is").containsExactly("route");

        bench.skip(Duration.ofMinutes(3));
        await().atMost(LONG).until(() -> bench.kinds(2).isEmpty());
    }

    @Test
    void routesOfAnEarlierLifeFollowTheAnnouncement() {
        bench.api().push(StaticEntry.route(MAC, port(2, 3)));
        bench.controller.announce(MAC, IP, SOURCE);

        bench.start();

        await().atMost(LONG).until(() -> bench.kinds(1).equals(List.of("route")));
        assertThat(actions(2, "route")).isEqualTo("output=1");
    }

    @Test
    void entriesOfOthersAreLeftAlone() {
        bench.floodlight
                .network()
                .entries()
                .push(
                        "{\"switch\":\"00:00:00:00:00:00:00:01\",\"name\":\"theirs\",\"actions\":"
                                + "\"output=1\"}");
        bench.start();
        awaitLooks();

        assertThat(bench.floodlight.network().entries().in(dpid(1))).containsExactly("theirs");
    }

    @Test
    void aContainerThatIsGoneHasNoRoutes() {
        bench.start();
        var _ = hold().releaseTo(TARGET);

        bench.controller.withdraw(MAC);

        await().atMost(LONG).until(() -> bench.kinds(1).isEmpty());
    }

    @Test
    void aFloodlightThatIsDownHoldsNothing() {
        bench.start();
        bench.floodlight.goDown();

        assertThatThrownBy(this::hold)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.NETWORK_UNAVAILABLE));
    }

    /** With each look into a switch's table a minute passes, and so every deadline. */
    private void impatient() {
        bench.floodlight.before("/flow/json", () -> bench.skip(Duration.ofMinutes(1)));
    }

    private HeldTraffic hold() {
        return bench.controller.redirect().hold(MAC, List.of(IP), Duration.ofSeconds(30));
    }

    private String actions(int number, String kind) {
        return bench.floodlight
                .network()
                .entries()
                .actions(
                        dpid(number),
                        "transship-02000a000064-" + kind + "-000000000000000" + number);
    }

    private void assertEverywhere(String... kinds) {
        for (int n = 1; n <= 5; n++) {
            assertThat(bench.kinds(n)).as("at switch %s", n).containsExactly(kinds);
        }
    }

    /** Three more looks at the network, and what they lead to. */
    private void awaitLooks() {
        long before = looks();
        await().atMost(LONG).until(() -> looks() >= before + 3);
    }

    private long looks() {
        return bench.floodlight.asked().stream()
                .filter(each -> each.path().equals("/wm/core/system/uptime/json"))
                .count();
    }
}
