package io.transship.lab.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.testbed.Outages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Advice, changed files, drains and kills, by the verbs that people type, in one lab. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsLabTest {

    private @Nullable DecisionsStage built;

    @BeforeAll
    void build() {
        built = new DecisionsStage();
    }

    @AfterEach
    void decideNothing() {
        stage().outages().startManager();
        stage().mode("off");
        stage().await("mode off", () -> Optional.of(true).filter(_ -> status("mode", "off")));
    }

    @AfterAll
    void end() {
        if (built != null) {
            built.close();
        }
    }

    @Test
    void anApprovedProposalMovesWithItsClientAndTheLoadsAfterItAreKept() throws Exception {
        String source = stage().host();
        List<String> before = stage().decisions();
        try (Watcher client = stage().watch()) {
            stage().awaitView();
            stage().mode("advise");
            String id = id(stage().awaitDecision(before, each -> is(each, "proposed")));
            assertThat(stage().host()).as("advice moves nothing").isEqualTo(source);
            assertThat(stage().type("status").out())
                    .contains("proposals   1 waits for approval: transship decisions");

            DecisionsStage.Said approved = stage().type("approve", id);

            assertThat(approved.exit()).as(approved.err() + approved.out()).isZero();
            assertThat(stage().host()).isNotEqualTo(source);
            JsonNode decision =
                    stage().awaitDecision(before, each -> notes(each).contains("measured"));
            assertThat(notes(decision)).contains("approved", "migration", "moved");
            assertThat(decision.at("/effects/links")).as(decision.toString()).isNotEmpty();
            assertThat(decision.path("notes").valueStream().toList().getLast().path("links"))
                    .as(decision.toString())
                    .hasSameSizeAs(decision.at("/effects/links"));
            assertThat(stage().type("explain", id).out())
                    .contains("proposed, then moved", "PREDICTED  MEASURED", "% ");
            assertThat(stage().type("approve", id).err()).startsWith("DECISION_STALE");
            ClientLine last = client.finish(DecisionsStage.PATIENCE);
            assertThat(last.report().clean()).as(last.json()).isTrue();
        }
    }

    @Test
    void aChangedFileIsInForceAndABrokenOneChangesNothing() {
        stage().edit("^policy: .*$", "policy: shortest-path");
        stage().edit("pinned: \\[\\]", "pinned: [" + DecisionsStage.CONTAINER + "]");
        try {
            stage().await("the pin", () -> Optional.of(true).filter(_ -> triedIsPinned()));
            assertThat(status("policy", "shortest-path")).isTrue();
            assertThat(stage().type("policies").out()).containsPattern("shortest-path +yes");

            stage().edit("^policy: .*$", "policy: fastest-path");
            stage().await("the complaint", () -> Optional.of(true).filter(_ -> isInvalid()));

            assertThat(stage().type("events", "--since", "0", "--count", "20").out())
                    .contains("config-changed");
            assertThat(stage().log()).contains("The configuration in use stays.");
            assertThat(status("policy", "shortest-path")).isTrue();
            assertThat(triedIsPinned()).isTrue();
        } finally {
            stage().edit("^policy: .*$", "policy: random");
            stage().edit("pinned: \\[.*\\]", "pinned: []");
        }
        stage().await("a valid file", () -> Optional.of(true).filter(_ -> !isInvalid()));
    }

    /** By the policy and the limits in use. */
    private boolean triedIsPinned() {
        DecisionsStage.Said tried = stage().type("policy", "try");
        return tried.out().contains("Held back by the limit pinned");
    }

    private boolean isInvalid() {
        return stage().get("status").path("configuration").asString().contains("INVALID");
    }

    @Test
    void aDrainedHostIsEmptied() {
        String host = stage().host();

        DecisionsStage.Said drained = stage().type("drain", host, "--wait");

        assertThat(drained.exit()).as(drained.err() + drained.out()).isZero();
        assertThat(stage().host()).isNotEqualTo(host);
        assertThat(stage().type("hosts").out()).contains("maintenance");
        assertThat(stage().type("undrain", host).out()).contains("is not under maintenance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deciding", "decided", "migrate"})
    void aManagerThatIsKilledLosesAndDoublesNoDecision(String step) {
        String source = stage().host();
        List<String> before = stage().decisions();
        stage().awaitView();
        try (Outages.Stop stop = stage().outages().stopManager("manager." + step)) {
            stage().mode("automatic");
            stage().await(step, () -> Optional.of(true).filter(_ -> stop.isReached()));
            stage().outages().endManager();
        }
        stage().mode("off");
        stage().outages().startManager();

        switch (step) {
            case "deciding" -> {
                assertThat(stage().decisions()).as("it was not made").isEqualTo(before);
                stage().awaitView();
                stage().mode("automatic");
                stage().awaitDecision(before, each -> is(each, "moved"));
            }
            case "decided" -> {
                stage().awaitDecision(before, each -> is(each, "dropped"));
                assertThat(stage().host()).isEqualTo(source);
            }
            default -> {
                stage().awaitDecision(before, each -> is(each, "moved") || is(each, "failed"));
                assertThat(stage().get("migrations").get(0).path("over").asBoolean()).isTrue();
            }
        }

        assertThat(stage().decisions()).hasSize(before.size() + 1);
        assertThat(stage().host()).as("exactly one runs").isNotEmpty();
        stage().awaitView();
        assertThat(stage().get("status").at("/store/samplesWritten").asLong()).isPositive();
    }

    private boolean status(String key, String value) {
        return stage().get("status").path(key).asString("").equals(value);
    }

    private static boolean is(JsonNode decision, String state) {
        return decision.path("state").asString("").equals(state);
    }

    private static List<String> notes(JsonNode decision) {
        return decision.path("notes")
                .valueStream()
                .map(note -> note.path("kind").asString(""))
                .toList();
    }

    private static String id(JsonNode decision) {
        return decision.path("id").asString();
    }

    private DecisionsStage stage() {
        return Optional.ofNullable(built).orElseThrow();
    }
}
