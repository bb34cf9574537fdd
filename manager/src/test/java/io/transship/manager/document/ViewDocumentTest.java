package io.transship.manager.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.Path;
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

    @Test
    void aViewComesBackFromJsonAsItWas() {
        NetworkView view = view();
        JsonMapper json = new JsonMapper();

        String text = json.writeValueAsString(ViewDocument.of(view));
        NetworkView again =
                ViewDocument.read(
                        json.readValue(text, new TypeReference<Map<String, Object>>() {}));

        assertThat(ViewDocument.of(again)).isEqualTo(ViewDocument.of(view));
        assertThat(again.hosts()).isEqualTo(view.hosts());
        assertThat(again.loads()).isEqualTo(view.loads());
        assertThat(again.placement()).isEqualTo(view.placement());
        assertThat(again.routes()).isEqualTo(view.routes());
        assertThat(again.expectedLoads()).isEqualTo(view.expectedLoads()).hasSize(1);
        assertThat(again.topology().links()).isEqualTo(view.topology().links());
    }
}
