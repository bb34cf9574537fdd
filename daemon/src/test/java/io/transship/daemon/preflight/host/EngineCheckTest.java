package io.transship.daemon.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.preflight.finding.Finding.Verdict;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineCheckTest {

    @Test
    void anEngineThatMayDoWithoutOurOciRuntimeDoesSoAtAPrice() {
        Path wrapper = Path.of("/usr/local/lib/transship/transship-runc");
        List<Verdict> verdicts = new ArrayList<>();
        for (CheckpointWay way : CheckpointWay.values()) {
            var oci = new HostChecks.OciRuntime("transship", wrapper, "Register it.", way);
            for (boolean experimental : List.of(false, true)) {
                verdicts.add(
                        new EngineCheck(new Docker(experimental), oci).look().getLast().verdict());
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
    private record Docker(boolean experimental) implements EngineInspection {

        @Override
        public EngineFacts engine() {
            return new EngineFacts(
                    "docker",
                    "26.1.5",
                    "overlay2",
                    Path.of("/var/lib/docker"),
                    Map.of("runc", Path.of("/usr/bin/runc")),
                    experimental);
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
            return Optional.empty();
        }
    }
}
