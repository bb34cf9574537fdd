package io.transship.lab.modes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.model.BitRate;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.stage.Watcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One server with 24 MiB of state for each mode, moved by the manager's order. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModesLabTest {

    private final ModesStage stage = new ModesStage();
    private String container = "";

    @AfterEach
    void removeContainer() {
        stage.mend();
        stage.remove(container);
    }

    @AfterAll
    void end() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "page-server", "post-copy"})
    void theConnectionAndTheStateSurvive(String mode) throws Exception {
        container = "moved-" + mode;
        String address = stage.run(container);
        try (Watcher client = stage.watch(address)) {
            JsonNode end = move(mode);

            ClientLine last = client.finish(ModesStage.PATIENCE);
            assertThat(last.report().connectionSurvived()).as(end.toString()).isTrue();
            assertThat(last.report().counts().replies()).isPositive();
            assertThat(last.report().clean()).as(last.json()).isTrue();
            assertThat(last.checksumAfter()).isEqualTo(last.checksumBefore());
        }
        oneCopyServesAndNothingIsLeft();
    }

    /** The copy is that of the dump; what the source did after it is not in it. */
    @Test
    void leaveRunningEndsWithOneCopyThatServesNewClients() throws Exception {
        container = "moved-leave-running";
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
            assertThat(last.checksumAfter()).isEqualTo(before);
        }
        oneCopyServesAndNothingIsLeft();
    }

    @Test
    void aPostCopyWhosePagesCanNotComeAnyMoreIsKilledAndSaidToBeLost() throws Exception {
        container = "lost";
        String address = stage.run(container);
        try (Watcher _ = stage.watch(address)) {
            stage.slow(BitRate.ofMbps(8));
            String id = stage.order(container, "post-copy");
            await().atMost(ModesStage.PATIENCE).until(() -> isFetchingOrOver(id));
            assertThat(phase(id)).as(stage.migration(id).toString()).isEqualTo("fetching");
            assertThat(stage.servers(stage.target())).isOne();

            stage.cut();

            JsonNode end = stage.awaitEnd(id);
            assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("lost");
            assertThat(end.at("/failure/code").asString()).isEqualTo("POSTCOPY_LOST");
        }
        assertThat(stage.servers(stage.source())).isZero();
        assertThat(stage.servers(stage.target())).isZero();
        assertThat(stage.leftovers()).isEmpty();
    }

    private boolean isFetchingOrOver(String id) {
        JsonNode migration = stage.migration(id);
        return phase(id).equals("fetching") || migration.path("over").asBoolean(false);
    }

    private String phase(String id) {
        return stage.migration(id).path("phase").asString("");
    }

    private JsonNode move(String mode) {
        String id = stage.order(container, mode);
        JsonNode end = stage.awaitEnd(id);
        assertThat(end.path("phase").asString()).as(end.toString()).isEqualTo("committed");
        assertThat(end.path("mode").asString()).isEqualTo(mode);
        return end;
    }

    private void oneCopyServesAndNothingIsLeft() {
        assertThat(stage.leftovers()).isEmpty();
        Inspection inspection = stage.inspect(container);
        assertThat(inspection.exactlyOne()).as(inspection.forPeople()).isTrue();
        assertThat(inspection.runsOn(stage.target().name())).isTrue();
    }
}
