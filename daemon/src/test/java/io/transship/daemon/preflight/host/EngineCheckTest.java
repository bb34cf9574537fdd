package io.transship.daemon.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.testing.ScriptedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineCheckTest {

    @Test
    void anEngineThatMayDoWithoutOurOciRuntimeDoesSoAtAPrice() {
        Path wrapper = Path.of("/usr/local/lib/transship/transship-runc");
        List<Verdict> verdicts = new ArrayList<>();
        for (CheckpointWay way : CheckpointWay.values()) {
            var oci = new HostChecks.OciRuntime("transship", wrapper, "Register it.", way);
            for (boolean experimental : List.of(false, true)) {
                verdicts.add(new EngineCheck(docker(experimental), oci).look().getLast().verdict());
            }
        }
        assertThat(verdicts)
                .containsExactly(
                        Verdict.FAILURE,
                        Verdict.WARNING,
                        Verdict.FAILURE,
                        Verdict.FAILURE,
                        Verdict.FAILURE,
                        Verdict.WARNING);
    }

    /** One that knows no OCI runtime of ours. */
    private static ScriptedInspection docker(boolean experimental) {
        return ScriptedInspection.docker(
                "overlay2", Map.of("runc", Path.of("/usr/bin/runc")), experimental);
    }
}
