package io.transship.daemon.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.preflight.finding.Finding;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.preflight.finding.Machine;
import io.transship.daemon.tuning.TuningSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningCheckTest {

    @TempDir private Path root;

    private TuningCheck check(TuningSettings settings) {
        return new TuningCheck(new Machine(root, new ProcessRunner()), settings);
    }

    @Test
    void itTellsWhichSwitchesAreOnAndWhatTheKernelHas() throws Exception {
        for (String name :
                new String[] {TuningSettings.RCU_EXPEDITED, TuningSettings.CONNTRACK_BUCKETS}) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), "7\n");
        }

        assertThat(check(TuningSettings.OFF).look())
                .extracting(Finding::detail)
                .containsExactly("rcuExpedited off; now 7", "conntrackBuckets off; now 7");
        assertThat(check(new TuningSettings(true, 512)).look())
                .allSatisfy(each -> assertThat(each.verdict()).isEqualTo(Verdict.OK))
                .extracting(Finding::detail)
                .containsExactly(
                        "rcuExpedited on while a container moves; now 7",
                        "conntrackBuckets 512 while the daemon runs; now 7");
    }

    @Test
    void aSwitchThatHasNoEffectHereIsAWarning() {
        assertThat(check(new TuningSettings(true, 0)).look())
                .extracting(Finding::verdict)
                .containsExactly(Verdict.WARNING, Verdict.OK);
    }
}
