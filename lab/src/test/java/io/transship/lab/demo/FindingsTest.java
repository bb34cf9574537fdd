package io.transship.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.cli.client.ManagerEvent;
import io.transship.core.model.ByteCount;
import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.client.ClientReport;
import io.transship.lab.demo.client.Gap;
import io.transship.lab.demo.proof.DemoResult;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.proof.ThesisFigure;
import io.transship.lab.demo.proof.Verdict;
import io.transship.lab.demo.stage.StagePlan;
import io.transship.lab.demo.story.Story;
import io.transship.lab.scenarios.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The numbers and the verdict of a run that is made up. */
class FindingsTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StagePlan PLAN =
            new StagePlan(Scenario.of(1), "bandwidth", ByteCount.ofMiB(10), 42);
    private static final Inspection GOOD = new Inspection(Map.of("h3", "running"), Map.of("h3", 1));

    @Test
    void theJsonHasTheKeysThatOthersRead() {
        Findings findings = findings("h3", clean(), "aa");
        Verdict verdict = Verdict.of(Checks.of(findings, GOOD, PLAN));
        JsonNode json = MAPPER.readTree(findings.result(verdict).json());

        assertThat(json.path("scenario").asInt()).isEqualTo(1);
        assertThat(json.path("policy").asString()).isEqualTo("bandwidth");
        assertThat(json.at("/decision/container").asString()).isEqualTo("server");
        assertThat(json.at("/decision/source").asString()).isEqualTo("h2");
        assertThat(json.at("/decision/target").asString()).isEqualTo("h3");
        assertThat(json.at("/decision/candidates/0/host").asString()).isEqualTo("h3");
        assertThat(json.at("/decision/candidates/0/score").asString()).isEqualTo("10 Mbit/s");
        assertThat(json.at("/decision/candidates/0/reason").asString()).isEqualTo("most left");
        assertThat(json.at("/times/detectionMs").asDouble()).isEqualTo(20_000);
        assertThat(json.at("/times/decisionMs").asDouble()).isEqualTo(2);
        assertThat(json.at("/times/migrationMs").asDouble()).isEqualTo(9_000);
        assertThat(json.at("/times/totalMs").asDouble()).isEqualTo(29_002);
        assertThat(json.at("/times/downtimeMs").asDouble()).isEqualTo(8_700);
        assertThat(json.at("/client/connectionSurvived").asBoolean()).isTrue();
        assertThat(json.at("/client/longestGapMs").asDouble()).isEqualTo(8_710);
        assertThat(json.at("/client/gapBeyondTransferMs").asDouble()).isEqualTo(210);
        assertThat(json.at("/client/requestsSent").asLong()).isEqualTo(100);
        assertThat(json.at("/client/repliesLost").isNumber()).isTrue();
        assertThat(json.at("/client/repliesReordered").isNumber()).isTrue();
        assertThat(json.at("/bytes/moved").asLong()).isEqualTo(11_000_000);
        assertThat(json.at("/bytes/state").asLong()).isEqualTo(10_900_000);
        assertThat(json.at("/path/bottleneckBps").asLong()).isEqualTo(10_000_000);
        assertThat(json.at("/thesis/meanSeconds").asDouble()).isEqualTo(9.1);
        assertThat(json.at("/thesis/ci95Seconds").asDouble()).isEqualTo(0.15);
        assertThat(json.at("/verdict/passed").asBoolean()).isTrue();
    }

    @Test
    void aSecondCopyAnywhereFails() {
        Findings findings = findings("h3", clean(), "aa");
        Inspection stopped =
                new Inspection(Map.of("h3", "running", "h2", "exited"), Map.of("h3", 1));
        Inspection two =
                new Inspection(Map.of("h3", "running", "h2", "running"), Map.of("h3", 1, "h2", 1));
        Inspection stray = new Inspection(Map.of("h3", "running"), Map.of("h3", 1, "h2", 1));
        for (Inspection each : List.of(stopped, two, stray)) {
            assertThat(failed(findings, each)).containsExactly("exactly one copy, on one host");
        }
    }

    @Test
    void aHostThatThePolicyMustNotChooseFails() {
        Inspection onH4 = new Inspection(Map.of("h4", "running"), Map.of("h4", 1));
        assertThat(failed(findings("h4", clean(), "aa"), onH4))
                .containsExactly("the host is the policy's choice");
    }

    @Test
    void aChangedStateFails() {
        assertThat(failed(findings("h3", clean(), "ab"), GOOD))
                .containsExactly("the state is intact");
    }

    @Test
    void aLostReplyAndABrokenConnectionFail() {
        ClientReport.Counts counts = new ClientReport.Counts(100, 99, 1, 0, 0, 0, 0);
        assertThat(failed(findings("h3", report(true, counts), "aa"), GOOD))
                .containsExactly("no reply lost, doubled, reordered");
        assertThat(failed(findings("h3", clean().asBroken(), "aa"), GOOD))
                .containsExactly("the connection survived");
    }

    @Test
    void theTableShowsThesisAndOursAndWhatFailed() {
        Findings findings = findings("h3", clean(), "ab");
        DemoResult result = findings.result(Verdict.of(Checks.of(findings, GOOD, PLAN)));
        List<String> lines = FinalTable.lines(result, ThesisFigure.of(1, "bandwidth"));
        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines)
                .anyMatch(line -> line.contains("9.00 s") && line.contains("9.10 ± 0.15 s"));
        assertThat(lines.getLast()).isEqualTo("FAILED: the state is intact.");
    }

    private static List<String> failed(Findings findings, Inspection inspection) {
        return Checks.of(findings, inspection, PLAN).stream()
                .filter(check -> !check.passed())
                .map(Verdict.Check::name)
                .toList();
    }

    private static ClientReport clean() {
        return report(true, new ClientReport.Counts(100, 100, 0, 0, 0, 0, 0));
    }

    private static ClientReport report(boolean survived, ClientReport.Counts counts) {
        return new ClientReport(
                survived,
                40_000,
                5,
                counts,
                new Gap(20_100, 8_710),
                List.of(),
                new ClientReport.Latency(1, 2, 3, 8_710));
    }

    private static Findings findings(String target, ClientReport report, String checksumAfter) {
        return new Findings(
                PLAN,
                story(target),
                MAPPER.readTree(
                        """
                        {"times": {"downtimeMs": 8700, "transferMs": 8500},
                         "bytes": {"moved": 11000000, "state": 10900000}}
                        """),
                new ClientLine(true, 0, report, "aa", checksumAfter),
                new DemoResult.Load(true, 8_000_000, 7_990_000, 9),
                5_000,
                26_000);
    }

    private static Story story(String target) {
        Story story = new Story();
        story.loadStarts(START);
        take(story, 20_000, "source-found", "{}");
        take(
                story,
                20_002,
                "decision",
                """
                {"outcome": "move", "container": "server", "source": "h2", "target": "%s",
                 "decisionMs": 2, "candidates": [
                  {"host": "h3", "score": "10 Mbit/s", "verdict": "chosen", "reason": "most left"}]}
                """
                        .formatted(target));
        take(story, 20_002, "migration-started", "{}");
        take(story, 29_002, "migration-succeeded", "{}");
        return story;
    }

    private static void take(Story story, long ms, String type, String data) {
        story.take(new ManagerEvent(ms, START.plusMillis(ms), type, MAPPER.readTree(data)));
    }
}
