package io.transship.manager.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.Path;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.Score;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Route;
import io.transship.manager.measurement.FakeController;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class ViewDocumentTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00.123456Z");

    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");

    private static NetworkView view() {
        FakeController sdn = new FakeController(Clock.fixed(NOW, ZoneOffset.UTC));
        ConnectPoint at2 = FakeController.hostPort(2);
        Host known = new Host(H2, Optional.of(at2), Optional.of(BitRate.ofMbps(10)), false, true);
        Host unknown = new Host(H3, Optional.empty(), Optional.empty(), true, false);
        PortLoad load = new PortLoad(at2, NOW, new BitRate(12_345_678_901L), BitRate.ZERO);
        Path path = sdn.path(at2, FakeController.hostPort(3)).orElseThrow();
        return NetworkView.of(
                        NOW,
                        sdn.topology(),
                        List.of(known, unknown),
                        Placement.of(Map.of(new ContainerId("server-1"), H2)),
                        List.of(load))
                .withRoutes(List.of(new Route(H2, H3, path)))
                .withExpectedLoads(
                        List.of(
                                new PortLoad(
                                        at2,
                                        NOW.plusSeconds(12),
                                        new BitRate(9),
                                        new BitRate(10))));
    }

    private static Map<String, Object> parsed(String text) {
        return new JsonMapper().readValue(text, new TypeReference<Map<String, Object>>() {});
    }

    private static String json(NetworkView view) {
        return new JsonMapper().writeValueAsString(ViewDocument.of(view));
    }

    @Test
    void aViewComesBackFromJsonAsItWas() {
        NetworkView view = view();

        assertThat(ViewDocument.read(parsed(json(view)))).isEqualTo(view);
    }

    @Test
    void anyViewComesBackFromJsonAsItWas() {
        for (long seed = 0; seed < 500; seed++) {
            NetworkView view = RandomViews.of(seed);

            assertThat(ViewDocument.read(parsed(json(view)))).as("seed %s", seed).isEqualTo(view);
        }
    }

    @Test
    void aKeyThatIsNotKnownIsPassedOver() {
        NetworkView view = view();
        String newer =
                ("{\"later\":[1,{}]," + json(view).substring(1))
                        .replace("{\"name\":", "{\"later\":{},\"name\":")
                        .replace("{\"port\":", "{\"later\":\"\",\"port\":");
        Map<String, Object> document = parsed(newer);

        assertThat(newer).contains("{\"later\":{},\"name\":", "{\"later\":\"\",\"port\":");
        assertThat(ViewDocument.read(document)).isEqualTo(view);
    }

    @Test
    void aViewOfAnEarlierReleaseIsRead() {
        NetworkView view =
                ViewDocument.read(
                        parsed(
                                """
                                {"at": "2018-05-01T12:00:00Z", "switches": ["00:00:00:00:00:00:00:01"],
                                 "links": [], "hosts": [{"name": "h1", "reachable": true}]}
                                """));

        assertThat(view.hosts().get(new HostId("h1")))
                .isEqualTo(
                        new Host(
                                new HostId("h1"), Optional.empty(), Optional.empty(), false, true));
        assertThat(view.facts()).isEmpty();
        assertThat(view.expectedLoads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| at: a text is expected, not nothing",
                "{\"at\": 5}| at: a text is expected, not '5'",
                "{\"at\": \"noon\"}| at: Text 'noon' could not be parsed",
                "{\"at\": NOW, \"hosts\": {}}| hosts: a list is expected",
                "{\"at\": NOW, \"hosts\": [7]}| hosts[0]: an object is expected",
                "{\"at\": NOW, \"hosts\": [{\"name\": \"a b\"}]}| hosts[0].name:",
                "{\"at\": NOW, \"hosts\": [{\"name\": \"h1\", \"at\": \"1\"}]}|"
                        + " hosts[0].at: '1' is no switch/port",
                "{\"at\": NOW, \"switches\": [\"x\"]}| switches[0]: datapath id 'x'",
                "{\"at\": NOW, \"loads\": [{\"port\": \"1/1\", \"at\": NOW, \"rxBps\": 1.5}]}|"
                        + " loads[0].rxBps: a whole number is expected, not '1.5'",
                "{\"at\": NOW, \"loads\": [{\"port\": \"1/1\", \"at\": NOW, \"rxBps\": -1,"
                        + " \"txBps\": 1}]}| loads[0]: a bit rate is not negative",
                "{\"at\": NOW, \"placement\": {\"c\": 3}}| placement.c: a text is expected",
                "{\"at\": NOW, \"links\": [{\"from\": \"1/1\", \"to\": \"2/1\","
                        + " \"capacityBps\": 1}]}| the document: no such switch"
            })
    void garbageIsAClearError(String text, String message) {
        Map<String, Object> document = parsed(text.replace("NOW", "\"2018-05-01T12:00:00Z\""));

        assertThatThrownBy(() -> ViewDocument.read(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anExplanationComesBackFromJsonAsItWas() {
        Explanation explanation =
                new Explanation(
                        "bandwidth",
                        5,
                        "h3 it is.",
                        List.of(
                                Candidate.chosen(H3, new Score(0.1, "bit/s"), "is best"),
                                Candidate.notOffered(H2, "is reserved")));

        String text = new JsonMapper().writeValueAsString(DecisionDocument.of(explanation));

        assertThat(DecisionDocument.read(parsed(text))).isEqualTo(explanation);
    }
}
