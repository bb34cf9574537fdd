package io.transship.daemon.runtime.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.Program;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.testing.ScriptedInspection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineNetworksTest {

    /** One network on the data bridge, and one on a bridge of the engine's own. */
    private final EngineNetworks networks =
            new EngineNetworks(
                    ScriptedInspection.docker("overlay2", Map.of(), false)
                            .with(
                                    Map.of(
                                            "shop",
                                            new NetworkFacts(
                                                    "bridge", "br0", List.of("10.0.0.0/24")),
                                            "apart",
                                            new NetworkFacts(
                                                    "bridge", "br-1", List.of("10.9.0.0/24")))),
                    "br0");

    @Test
    void aBridgeThatIsTheDataBridgeWillDo() {
        assertThat(networks.problem(on("shop", "10.0.0.100"))).isEmpty();
        assertThat(networks.problem(on("", "192.0.2.1"))).isEmpty();
    }

    @Test
    void everythingElseIsRefusedWithItsMend() {
        assertRefusal(
                on("shelf", "10.0.0.100"),
                FailureCode.MACHINE_INCOMPLETE,
                "com.docker.network.bridge.name=br0");
        assertRefusal(on("apart", "10.9.0.2"), FailureCode.UNSUPPORTED, "bridge.name=br0");
        assertRefusal(
                on("shop", "10.0.1.100"), FailureCode.UNSUPPORTED, "an address of that network");
    }

    private void assertRefusal(ContainerSpec spec, FailureCode code, String mend) {
        TransshipException problem = networks.problem(spec).orElseThrow();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.mend()).contains(mend);
    }

    private static ContainerSpec on(String network, String ip) {
        return new ContainerSpec(
                new ContainerId("web"),
                "image",
                List.of(),
                Map.of(),
                new ContainerAddress(
                        new IpAddress(ip),
                        24,
                        MacAddress.parse("02:00:0a:00:00:64"),
                        Optional.empty()),
                Map.of(),
                ByteCount.ZERO,
                RestartPolicy.NO,
                new ContainerOptions(
                        Program.OF_IMAGE,
                        Isolation.USUAL,
                        Limits.USUAL,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        LogHandling.USUAL,
                        new NetworkChoice(network)));
    }
}
