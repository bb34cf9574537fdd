package io.transship.daemon.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import org.junit.jupiter.api.Test;

class HostAbilitiesTest {

    @Test
    void anOldCriuIsRefused() {
        assertThat(HostAbilities.version("Version: 4.2.1\n")).isEqualTo("4.2.1");
        assertThat(HostAbilities.version("Version: 5.0\n")).isEqualTo("5.0");
        assertThatThrownBy(() -> HostAbilities.version("Version: 3.17.1\n"))
                .hasMessageContaining("3.17.1 is older than 4.2");
        assertThatThrownBy(() -> HostAbilities.version("command not found"))
                .isInstanceOf(TransshipException.class);
    }
}
