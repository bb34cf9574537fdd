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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineNetworksTest {

    private final EngineNetworks networks = new EngineNetworks(new TwoNetworks(), "br0");

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

    /** On the data bridge, and on one of the engine's own. */
    private static final class TwoNetworks implements EngineInspection {

        @Override
        public EngineFacts engine() {
            return new EngineFacts("docker", "26", "overlay2", Path.of("/"), Map.of(), false);
        }

        @Override
        public Optional<ContainerFacts> container(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> volume(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<NetworkFacts> network(String name) {
            return switch (name) {
                case "shop" ->
                        Optional.of(new NetworkFacts("bridge", "br0", List.of("10.0.0.0/24")));
                case "apart" ->
                        Optional.of(new NetworkFacts("bridge", "br-1", List.of("10.9.0.0/24")));
                default -> Optional.empty();
            };
        }
    }
}
