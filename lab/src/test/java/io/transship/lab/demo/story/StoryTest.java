package io.transship.lab.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transship.cli.client.ManagerEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String MOVE =
            "{\"outcome\":\"move\",\"target\":\"h3\",\"decisionMs\":2.5}";

    private final Story story = new Story();

    @Test
    void timesRunFromTheLoadToTheSourceToTheOrderToTheEnd() throws Exception {
        story.loadStarts(START);
        take(20_000, "source-found", "{}");
        take(20_003, "decision", MOVE);
        take(20_004, "migration-started", "{}");
        take(29_004, "migration-succeeded", "{}");

        assertThat(story.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(story.succeeded()).isTrue();
        assertThat(story.detectionMs()).isCloseTo(20_000, within(0.001));
        assertThat(story.decisionMs()).isEqualTo(2.5);
        assertThat(story.migrationMs()).isCloseTo(9_001, within(0.001));
        assertThat(story.decision().path("target").asString()).isEqualTo("h3");
    }

    @Test
    void theMigrationMayBeginBeforeItsDecisionIsTold() throws Exception {
        story.loadStarts(START);
        take(5_000, "migration-started", "{}");
        take(5_001, "decision", MOVE);
        take(6_000, "migration-succeeded", "{}");

        assertThat(story.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(story.migrationMs()).isCloseTo(1_000, within(0.001));
        assertThat(story.detectionMs()).isCloseTo(4_997.5, within(0.001));
    }

    @Test
    void whatHappenedBeforeTheLoadIsAnotherStory() throws Exception {
        assertThat(take(-2, "decision", MOVE)).isFalse();
        story.loadStarts(START);
        assertThat(take(-1, "migration-started", "{}")).isFalse();
        assertThat(take(1_000, "migration-succeeded", "{}")).isTrue();
        assertThat(story.awaitEnd(Duration.ZERO)).isFalse();
        assertThat(story.chapter()).isEqualTo(Story.Chapter.DETECTING);
    }

    @Test
    void aDecisionToStayIsNotTheEnd() throws Exception {
        story.loadStarts(START);
        take(1_000, "decision", "{\"outcome\":\"stay\"}");
        take(2_000, "decision", MOVE);
        take(2_000, "migration-started", "{}");
        assertThat(story.chapter()).isEqualTo(Story.Chapter.MIGRATING);
        take(3_000, "migration-failed", "{\"message\":\"no room\"}");
        assertThat(story.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(story.succeeded()).isFalse();
        assertThat(story.end().path("message").asString()).isEqualTo("no room");
    }

    private boolean take(long ms, String type, String data) {
        return story.take(new ManagerEvent(ms, START.plusMillis(ms), type, MAPPER.readTree(data)));
    }
}
