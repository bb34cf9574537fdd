package io.transship.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ControllerPlace;
import io.transship.manager.decision.ConfiguredHost;
import io.transship.manager.decision.Mode;
import io.transship.settings.HostAndPort;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final ControllerPlace.Embedded EMBEDDED =
            new ControllerPlace.Embedded(new HostAndPort("0.0.0.0", 6653));

    private final Translation translation =
            new Translation(
                    ConfigLoader.check(
                            "test.yaml",
                            """
                            tls: {authority: ca.pem, certificate: m.pem, key: m.key}
                            serverdeployRatio: 0
                            mode: advise
                            hosts:
                              - {name: h1, address: 10.0.0.1, daemon: "10.1.0.1:1", reserved: true}
                              - {name: h2, address: 10.0.0.2, daemon: "10.1.0.2:1"}
                            switches: {s1: "1", s2: "2"}
                            links:
                              - {between: [s1, s2], capacity: 10Mbit/s}
                              - {between: [h2, s2], capacity: 2Mbit/s}
                            """));

    @Test
    void cablesBetweenSwitchesAndToHostsAreToldApart() {
        DatapathId s1 = new DatapathId(1);
        DatapathId s2 = new DatapathId(2);

        assertThat(translation.openFlow(EMBEDDED).switches()).containsExactlyInAnyOrder(s1, s2);
        assertThat(translation.openFlow(EMBEDDED).capacities().betweenSwitches())
                .isEqualTo(Map.of(Set.of(s1, s2), BitRate.ofMbps(10)));
        assertThat(translation.openFlow(EMBEDDED).capacities().toHosts())
                .isEqualTo(Map.of(new IpAddress("10.0.0.2"), BitRate.ofMbps(2)));
    }

    @Test
    void hostsKnowTheirCableAndWhetherTheyAreReserved() {
        assertThat(translation.hosts())
                .extracting(ConfiguredHost::accessCapacity)
                .containsExactly(Optional.empty(), Optional.of(BitRate.ofMbps(2)));
        assertThat(translation.hosts())
                .extracting(ConfiguredHost::reserved)
                .containsExactly(true, false);
    }

    @Test
    void theDefaultsOfTheFileAreTheDefaultsOfTheParts() {
        assertThat(translation.measurement())
                .isEqualTo(io.transship.manager.measurement.MeasurementSettings.defaults());
        assertThat(translation.limits()).isEqualTo(io.transship.core.limits.MoveLimits.defaults());
        assertThat(translation.policies())
                .isEqualTo(io.transship.core.policy.catalog.PolicySettings.defaults());
        assertThat(translation.decision(7).mode()).isEqualTo(Mode.ADVISE);
        assertThat(translation.detector().name()).isEqualTo("utilisation");
    }
}
