package io.transship.lab.modes;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.stage.Watcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The mode that breaks connections; Podman's others are tried by the bench. */
@Tag("lab")
class PodmanLeaveRunningTest {

    private static final String CONTAINER = "left";

    @Test
    void oneCopyIsLeftWhichServesNewClients() throws Exception {
        try (ModesStage stage = new ModesStage(EngineKind.PODMAN)) {
            String address = stage.run(CONTAINER);
            String before;
            try (Watcher client = stage.watch(address)) {
                JsonNode end = stage.awaitEnd(stage.order(CONTAINER, "leave-running"));
                assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
                before = client.last().orElseThrow().checksumBefore();
            }
            try (Watcher client = stage.watch(address)) {
                ClientLine last = client.finish(ModesStage.PATIENCE);
                assertThat(last.report().clean()).as(last.json()).isTrue();
                assertThat(last.checksumBefore()).isEqualTo(before);
            }
            assertThat(stage.servers(stage.target())).isOne();
            assertThat(stage.servers(stage.source())).isZero();
        }
    }
}
