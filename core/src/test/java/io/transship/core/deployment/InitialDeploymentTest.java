package io.transship.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitialDeploymentTest {

    private static final List<HostId> HOSTS = hosts("h4", "h2", "h5", "h3");

    @ParameterizedTest
    @CsvSource({"0,0", "0.25,1", "0.26,2", "0.5,2", "0.75,3", "0.9,4", "1,4"})
    void theRatioOfTheHostsIsRoundedUp(double ratio, int expected) {
        assertThat(InitialDeployment.hosts(HOSTS, ratio)).hasSize(expected);
    }

    @Test
    void theFirstHostsByNameAreTaken() {
        assertThat(InitialDeployment.hosts(HOSTS, 0.5)).isEqualTo(hosts("h2", "h3"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aRatioOutsideOfZeroToOneIsRefused(double ratio) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InitialDeployment.hosts(HOSTS, ratio));
    }

    @Test
    void severalContainersAreNumbered() {
        assertThat(InitialDeployment.names("server", 0)).isEmpty();
        assertThat(InitialDeployment.names("server", 1)).containsExactly(new ContainerId("server"));
        assertThat(InitialDeployment.names("server", 2))
                .containsExactly(new ContainerId("server-1"), new ContainerId("server-2"));
    }

    private static List<HostId> hosts(String... names) {
        return Stream.of(names).map(HostId::new).toList();
    }
}
