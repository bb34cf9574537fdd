package io.transship.manager.sdn.floodlight;

import static io.transship.manager.sdn.floodlight.FloodlightBench.LONG;
import static io.transship.manager.sdn.floodlight.FloodlightBench.port;
import static io.transship.manager.sdn.floodlight.FloodlightStub.dpid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.AttachedHost;
import io.transship.core.model.BitRate;
import io.transship.core.model.IpAddress;
import io.transship.core.model.Link;
import io.transship.core.model.MacAddress;
import io.transship.manager.sdn.LinkCapacities;
import io.transship.manager.sdn.floodlight.FloodlightStub.Asked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Floodlight does that nobody would expect, one test each; what is asked of it and how. */
class FloodlightQuirksTest {

    private FloodlightBench bench = new FloodlightBench();

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void switchesAreAskedOneByOneSinceAllTakesASecond() {
        bench.start();
        for (int n = 1; n <= 5; n++) {
            assertThat(bench.controller.aggregate(dpid(n))).isPresent();
            assertThat(bench.controller.ports(dpid(n))).isNotEmpty();
        }

        assertThat(paths()).noneMatch(path -> path.startsWith("/wm/core/switch/all"));
    }

    @Test
    void speedsAreInKilobitsWhateverTheirKeySays() {
        bench.start();

        assertThat(bench.controller.topology().links())
                .hasSize(8)
                .allMatch(link -> link.capacity().equals(BitRate.ofMbps(10_000)));
    }

    @Test
    void statedCapacityGoesBeforeTheSpeedThatAPortClaims() {
        bench.close();
        BitRate stated = BitRate.ofMbps(10);
        bench =
                new FloodlightBench(
                        new LinkCapacities(Map.of(Set.of(dpid(1), dpid(2)), stated), Map.of()),
                        Duration.ofSeconds(10));
        bench.start();

        assertThat(bench.controller.topology().links())
                .filteredOn(link -> link.capacity().equals(stated))
                .extracting(Link::from)
                .containsExactlyInAnyOrder(port(1, 4), port(2, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null]",
                "[]",
                "{}",
                "{\"ERROR\":\"Switch was not online: 00:00:00:00:00:00:00:01\"}",
                "{\"error\":\"invalid path metric: bogus\"}",
                "{\"results\":[]}",
                "{\"devices\":null}",
                "{\"error\":" + StubNetwork.EXPLANATION + "}",
                StubNetwork.EXPLANATION,
                "{\"aggregate\":{\"packet_count\":\"-1\",\"flow_count\":\"x\"}}",
                "{\"port_reply\":[{\"port\":[{\"port_number\":\"1\",\"receive_bytes\":\"\"}]}]}",
                "null",
                ""
            })
    void everyWayToSayNothingIsUnknownAndNeverZero(String nothing) {
        bench.floodlight.answer("/wm/core/switch/", 200, nothing);

        assertThat(bench.controller.aggregate(dpid(1))).isEmpty();
        assertThat(bench.controller.ports(dpid(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"ERROR":"Could not parse DPID zz"}              | Could not parse DPID zz
                    {"error":"invalid path metric: bogus"}           | invalid path metric: bogus
                    {"status":"Error! Could not parse flow mod."}    | Could not parse flow mod
                    {"status":"Warning! Switch DPID invalid!"}       | Switch DPID invalid
                    {"x":1,"Valid statistics and features are":[]}   | knows no such switch
                    """)
    void anErrorThatComesAsASuccessIsAnError(String answer, String words) {
        bench.floodlight.answer("/wm/", 200, answer);

        TransshipException failure = failureOf(() -> bench.api().uptime());

        assertThat(failure.code()).isEqualTo(FailureCode.CONTROLLER_REFUSED);
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.mend()).contains("log");
    }

    @Test
    void anAnswerThatIsNoJsonIsNonsense() {
        bench.floodlight.answer("/wm/", 200, "{\"status\" : \"Failed! For input string: \"x\"\"}");

        assertThat(failureOf(() -> bench.api().switches()).code())
                .isEqualTo(FailureCode.CONTROLLER_ANSWER_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"devices\":[{\"mac\":[\"zz\"],\"ipv4\":[],\"attachmentPoint\":[]}]}",
                "{\"devices\":[{\"mac\":[\"00:00:00:00:00:01\"],\"ipv4\":[\"h1\"]}]}",
                "{\"devices\":{}}",
                "{\"devices\":[{\"mac\":[7]}]}",
                "[]"
            })
    void nonsenseAmongDevicesIsNamed(String answer) {
        bench.floodlight.answer("/wm/device/", 200, answer);

        assertThat(failureOf(() -> bench.api().devices()))
                .hasMessageContaining("/wm/device/")
                .satisfies(
                        e ->
                                assertThat(((TransshipException) e).code())
                                        .isEqualTo(FailureCode.CONTROLLER_ANSWER_INVALID));
    }

    @Test
    void aPageOfAnErrorSaysWhatIsWrongWithoutItsStackTrace() {
        bench.floodlight.answer(
                "/wm/",
                500,
                "{\"code\":500,\"description\":\"The server failed.\\n\",\"throwable\":"
                        + "{\"stackTrace\":[{\"className\":\"net.floodlight.Secret\"}]}}");

        assertThat(failureOf(() -> bench.api().switches()))
                .hasMessageContaining("HTTP 500, The server failed")
                .hasMessageNotContaining("Secret");
    }

    @Test
    void aWrongAddressIsThePageThatWasRecorded() {
        bench.floodlight.answer("/wm/device/", 404, StubNetwork.sample("error-404").toString());

        assertThat(failureOf(() -> bench.api().devices()))
                .hasMessageContaining("HTTP 404, The server has not found anything matching");
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        bench.floodlight.answer("/wm/device/", 200, "[" + " ".repeat(9 << 20) + "]");

        assertThat(failureOf(() -> bench.api().devices()).code())
                .isEqualTo(FailureCode.NETWORK_UNAVAILABLE);
    }

    @Test
    void aQuestionThatIsNeverAnsweredEndsAtItsDeadline() {
        bench.close();
        bench = new FloodlightBench(LinkCapacities.unstated(), Duration.ofMillis(200));
        bench.floodlight.hang("/aggregate/");

        assertThat(bench.controller.aggregate(dpid(1))).isEmpty();
    }

    @Test
    void jsonIsAskedForByHttp11OnConnectionsThatStay() {
        FloodlightApi api = bench.api();
        for (int i = 0; i < 5; i++) {
            assertThat(api.switches()).hasSize(5);
        }

        assertThat(bench.floodlight.asked())
                .allMatch(each -> each.accept().equals("application/json"));
        assertThat(bench.floodlight.asked().stream().map(Asked::clientPort).distinct())
                .as("an offer of HTTP/2 would have closed the connection each time")
                .hasSize(1);
    }

    @Test
    void nothingIsPostedButOurEntriesSoThatMetricPeriodsAndCollectorStayTheOperators() {
        bench.start();
        var held = bench.controller.redirect().hold(mac(), List.of(ip()), LONG);
        var _ = held.releaseTo(port(5, 3));

        assertThat(bench.floodlight.asked())
                .filteredOn(each -> !each.method().equals("GET"))
                .isNotEmpty()
                .allMatch(each -> each.path().equals("/wm/staticentrypusher/json"));
        assertThat(paths())
                .noneMatch(path -> path.contains("/clear/"))
                .noneMatch(path -> path.startsWith("/wm/statistics"));
    }

    @Test
    void latencyIsThatOfEachDirectionInMillisecondsAndZeroIsUsual() {
        bench.start();

        assertThat(bench.controller.topology().links())
                .anySatisfy(link -> assertLatency(link, 1, 3, 10))
                .anySatisfy(link -> assertLatency(link, 3, 1, 2))
                .anySatisfy(link -> assertLatency(link, 1, 2, 0))
                .anySatisfy(link -> assertLatency(link, 2, 1, 12));
    }

    private static void assertLatency(Link link, int from, int to, int millis) {
        assertThat(link.from().datapath()).isEqualTo(dpid(from));
        assertThat(link.to().datapath()).isEqualTo(dpid(to));
        assertThat(link.latency()).contains(Duration.ofMillis(millis));
    }

    @Test
    void ofSeveralPathsTheFirstIsTakenAndOneIsAskedForWhereTheNumberCounts() {
        bench.start();
        String recorded = StubNetwork.sample("routing-paths").path("results").get(0).toString();
        String longer = recorded.replace("\"port\":\"2\"", "\"port\":\"77\"");
        bench.floodlight.answer(
                "/wm/routing/paths/fast/", 200, "{\"results\":[" + recorded + "," + longer + "]}");

        assertThat(bench.controller.path(port(3, 1), port(5, 1)))
                .hasValueSatisfying(
                        path ->
                                assertThat(path.links())
                                        .extracting(Link::from)
                                        .containsExactly(port(3, 2), port(1, 4), port(2, 3)));
        assertThat(paths()).anyMatch(path -> path.endsWith("/1/json") && path.contains("/fast/"));
    }

    @Test
    void aPathOverALinkThatIsGoneIsNone() {
        bench.start();
        bench.floodlight.answer(
                "/wm/routing/paths/", 200, StubNetwork.sample("routing-paths").toString());
        bench.floodlight.network().cut(1, 2);

        await().atMost(LONG).until(() -> bench.controller.topology().links().size() == 7);
        assertThat(bench.controller.path(port(3, 1), port(5, 1))).isEmpty();
    }

    @Test
    void aCableThatLosesOneDirectionSilentlyKeepsTheOther() {
        bench.start();

        bench.floodlight.network().cut(1, 4);

        await().atMost(LONG).until(() -> bench.controller.topology().links().size() == 7);
        assertThat(bench.controller.topology().links())
                .anyMatch(link -> link.from().equals(port(4, 2)))
                .noneMatch(link -> link.to().equals(port(4, 2)));
    }

    @Test
    void aSwitchThatIsGoneHasNoCountersThoughFloodlightKeepsItsLastOnes() {
        bench.start();
        assertThat(bench.controller.ports(dpid(5))).isNotEmpty();

        bench.floodlight.network().disconnect(5);

        await().atMost(LONG).until(() -> bench.controller.topology().switches().size() == 4);
        assertThat(bench.controller.ports(dpid(5))).isEmpty();
        assertThat(bench.controller.aggregate(dpid(5))).isEmpty();
        assertThat(bench.controller.topology().links()).hasSize(6);
        assertThat(bench.controller.locate(new IpAddress("10.0.0.5")))
                .as("its hosts have no attachment point any more")
                .isEmpty();
    }

    @Test
    void aHostMayHaveNoAddressYet() {
        bench.floodlight.network().seen("02:00:00:00:00:99", "", 3, 7);
        bench.start();

        assertThat(bench.controller.attachedHosts())
                .filteredOn(host -> host.at().equals(port(3, 7)))
                .extracting(AttachedHost::ip)
                .containsExactly(Optional.empty());
    }

    @Test
    void aFloodlightThatIsGoneForLongHasNoNetwork() {
        bench.start();
        assertThat(bench.controller.topology().switches()).hasSize(5);

        bench.floodlight.goDown();
        await().atMost(LONG).until(() -> bench.controller.describe().problem().isPresent());
        bench.skip(Duration.ofSeconds(6));

        assertThat(bench.controller.topology().switches()).isEmpty();
        assertThat(bench.controller.attachedHosts()).isEmpty();
        assertThat(bench.controller.path(port(1, 1), port(2, 1))).isEmpty();
        assertThat(bench.controller.describe().problem().orElseThrow())
                .contains("NETWORK_UNAVAILABLE", bench.floodlight.url().toString());
    }

    private List<String> paths() {
        return bench.floodlight.asked().stream().map(Asked::path).toList();
    }

    private static MacAddress mac() {
        return MacAddress.parse("02:00:0a:00:00:64");
    }

    private static IpAddress ip() {
        return new IpAddress("10.0.0.100");
    }

    private static TransshipException failureOf(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(TransshipException.class, call);
    }
}
