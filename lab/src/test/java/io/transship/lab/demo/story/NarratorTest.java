package io.transship.lab.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.cli.client.ManagerEvent;
import io.transship.lab.demo.screen.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A transcript. */
class NarratorTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Narrator narrator =
            new Narrator(
                    new Timeline(
                            new PrintStream(bytes, true, StandardCharsets.UTF_8), false, () -> 1),
                    Map.of("00:00:00:00:00:00:00:02", "s2"));

    @Test
    void theHeavySetIsATable() {
        tell(
                "heavy-switches",
                """
                {"switches": [
                  {"datapath": "00:00:00:00:00:00:00:02", "packetCount": 12345, "difference": 2800,
                   "hosts": ["h2"], "heavy": true},
                  {"datapath": "00:00:00:00:00:00:00:07", "packetCount": 10, "difference": 1,
                   "hosts": [], "heavy": false}]}
                """);
        assertThat(printed())
                .isEqualTo(
                        """
                           1.00 s WHEN: switches with more packets than the thresholds (algorithm 1):
                                  switch                   packets  in one period
                                  -----------------------  -------  -------------  -----
                                  s2                        12,345          2,800  heavy
                                  00:00:00:00:00:00:00:07       10              1
                        """);
    }

    @Test
    void theDecisionShowsEveryCandidateAndWhyItLost() {
        tell(
                "decision",
                """
                {"outcome": "move", "policy": "bandwidth", "container": "server", "source": "h2",
                 "target": "h3", "decisionMs": 3.2, "candidates": [
                  {"host": "h3", "score": "10.00 Mbit/s", "verdict": "chosen", "reason": "most left"},
                  {"host": "h5", "score": "2.00 Mbit/s", "verdict": "lost", "reason": "less left"},
                  {"host": "h1", "verdict": "not-offered", "reason": "reserved"}]}
                """);
        assertThat(printed())
                .isEqualTo(
                        """
                           1.00 s WHERE TO: policy bandwidth says server, h2 -> h3 (decided in 3 ms).
                                  host         score               why
                                  ----  ------------  -----------  ---------
                                  h3    10.00 Mbit/s  chosen       most left
                                  h5     2.00 Mbit/s  lost         less left
                                  h1                  not offered  reserved
                        """);
    }

    @Test
    void aFailureSaysItsCode() {
        tell("migration-failed", "{\"code\": \"RESTORE_FAILED\", \"message\": \"no room.\"}");
        assertThat(printed()).contains("Migration failed, RESTORE_FAILED: no room.");
    }

    @Test
    void whatOnlyProgramsNeedIsPassedOver() {
        tell("something-new", "{}");
        assertThat(printed()).isEmpty();
    }

    private void tell(String type, String data) {
        narrator.tell(new ManagerEvent(1, Instant.EPOCH, type, MAPPER.readTree(data)));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
