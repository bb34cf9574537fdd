package io.transship.daemon.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.ModeSupport;
import io.transship.daemon.testing.ScriptedCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void preCopyIsOfferedWhereTheKernelTracksMemory(int exit, boolean offered) {
        ScriptedCommands criu = new ScriptedCommands();
        criu.answers("criu check --feature mem_dirty_track", exit, "");
        criu.answers("criu check --feature uffd", 0, "");
        criu.answers("criu check --feature uffd-noncoop", 0, "");

        ModeSupport modes = new HostAbilities(criu).modes();

        assertThat(modes.offered().contains(MigrationMode.PRE_COPY)).isEqualTo(offered);
        assertThat(modes.offered()).contains(MigrationMode.COPY, MigrationMode.POST_COPY);
    }
}
