package io.transship.lab.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.DaemonConfig.EngineKind;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.modes.ModesStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What breaks connections, with Podman; what keeps them is tried by the bench. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodmanLabTest {

    private final ModesStage stage = new ModesStage(EngineKind.PODMAN);
    private String container = "";

    @AfterEach
    void removeContainer() {
        stage.remove(container);
        await().atMost(ModesStage.PATIENCE).until(() -> servers() == 0);
    }

    @AfterAll
    void end() {
        stage.close();
    }

    @Test
    void aSourceThatIsLeftRunningEndsWithOneCopyWhichServesNewClients() throws Exception {
        container = "left";
        String address = stage.run(container);
        String before;
        try (Watcher client = stage.watch(address)) {
            move("leave-running");
            before = client.last().orElseThrow().checksumBefore();
        }
        try (Watcher client = stage.watch(address)) {
            ClientLine last = client.finish(ModesStage.PATIENCE);
            assertThat(last.report().clean()).as(last.json()).isTrue();
            assertThat(last.checksumBefore()).isEqualTo(before);
        }
        oneCopyServes();
    }

    @Test
    void aServiceAddressFollowsAContainerWithTheHostsNetwork() throws Exception {
        container = "service";
        Questions service =
                new Questions(stage.client(), NetworksLabTest.startService(stage, container));
        String first = service.overTcp();
        String word = service.word();
        try (Questions.Connection old = service.connect()) {
            int before = old.ask();
            move("copy");

            assertThat(Questions.count(first)).isLessThan(before);
            assertThat(Questions.count(service.overTcp())).isGreaterThan(before);
            assertThat(service.word()).isEqualTo(word);
            assertThat(service.overUdp()).endsWith(word);
            assertThat(old.next()).isEqualTo("reset");
        }
        assertThat(service.listens(stage.source())).isFalse();
        oneCopyServes();
    }

    private void move(String mode) {
        JsonNode end = stage.awaitEnd(stage.order(container, mode));
        assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
    }

    private void oneCopyServes() {
        assertThat(stage.servers(stage.target())).isOne();
        assertThat(stage.servers(stage.source())).isZero();
    }

    private long servers() {
        return stage.servers(stage.source()) + stage.servers(stage.target());
    }
}
