package io.transship.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.container.ContainerOptions;
import io.transship.core.model.ByteCount;
import io.transship.daemon.testing.SampleSpecs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecLabelTest {

    private static final ContainerSpec SPEC = SampleSpecs.PLAIN;
    private static final ContainerSpec RICH = SampleSpecs.RICH;

    @Test
    void aLabelCarriesTheWholeSpecification() {
        assertThat(SpecLabel.read(SpecLabel.write(SPEC))).contains(SPEC);
    }

    @Test
    void aLabelCarriesEveryOption() {
        assertThat(SpecLabel.read(SpecLabel.write(RICH))).contains(RICH);
    }

    @Test
    void aLabelOfAnEarlierReleaseIsStillRead() {
        String label =
                """
                {"name":"server-1","image":"registry:5000/app:1.2","command":["run"],
                 "environment":{"A":"b"},"ip":"10.0.0.100","prefixLength":24,
                 "mac":"02:00:0a:00:00:64","gateway":"","labels":{},"memory":67108864,
                 "restart":"unless-stopped"}
                """;
        assertThat(SpecLabel.read(label))
                .hasValueSatisfying(
                        spec -> {
                            assertThat(spec.memory()).isEqualTo(ByteCount.ofMiB(64));
                            assertThat(spec.restart()).isEqualTo(RestartPolicy.UNLESS_STOPPED);
                            assertThat(spec.options()).isEqualTo(ContainerOptions.NONE);
                        });
    }

    @Test
    void aLabelWithAHostileMountIsPassedOver() {
        String label = SpecLabel.write(RICH).replace("/srv/web", "/run/docker.sock");
        assertThat(SpecLabel.read(label)).isEmpty();
    }

    @Test
    void aLabelThatIsNotOursIsPassedOver() {
        assertThat(SpecLabel.read("")).isEmpty();
        assertThat(SpecLabel.read("{\"name\":\"../x\"}")).isEmpty();
        assertThat(SpecLabel.read("[1,2")).isEmpty();
    }

    @Test
    void anImageReferenceCanNotLeaveItsPlaceInAnUrl() {
        for (String hostile : List.of("", "../etc", "a?b", "a b", "a//b", "-x", "a\r\nb", "a#b")) {
            assertThatThrownBy(
                            () ->
                                    new ContainerSpec(
                                            SPEC.name(),
                                            hostile,
                                            List.of(),
                                            Map.of(),
                                            SPEC.address(),
                                            Map.of(),
                                            ByteCount.ZERO,
                                            RestartPolicy.NO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
