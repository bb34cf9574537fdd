package io.transship.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.network.ContainerAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecLabelTest {

    private static final ContainerSpec SPEC =
            new ContainerSpec(
                    new ContainerId("server-1"),
                    "registry:5000/app:1.2",
                    List.of("run", "it's \"quoted\""),
                    Map.of("NAME", "a=b\nc"),
                    new ContainerAddress(
                            new IpAddress("10.0.0.100"),
                            24,
                            MacAddress.parse("02:00:0a:00:00:64"),
                            Optional.of(new IpAddress("10.0.0.254"))),
                    Map.of("team", "blue"),
                    ByteCount.ofMiB(64),
                    RestartPolicy.UNLESS_STOPPED);

    @Test
    void aLabelCarriesTheWholeSpecification() {
        assertThat(SpecLabel.read(SpecLabel.write(SPEC))).contains(SPEC);
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
