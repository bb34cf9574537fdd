package io.transship.lab.demo;

import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.client.ClientReport;
import io.transship.lab.demo.proof.Cables;
import io.transship.lab.demo.proof.DemoResult;
import io.transship.lab.demo.proof.ThesisFigure;
import io.transship.lab.demo.proof.Verdict;
import io.transship.lab.demo.stage.StagePlan;
import io.transship.lab.demo.story.Narrator;
import io.transship.lab.demo.story.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Puts the numbers of a run together.
 *
 * @param plan what was shown
 * @param story what the manager said
 * @param migration the manager's report of the migration
 * @param client the client's last line
 * @param load what the load stream saw
 * @param labUpMs from nothing to a lab
 * @param untilMigrationMs from the demo's start to the order
 */
record Findings(
        StagePlan plan,
        Story story,
        JsonNode migration,
        ClientLine client,
        DemoResult.Load load,
        double labUpMs,
        double untilMigrationMs) {

    DemoResult result(Verdict verdict) {
        JsonNode decision = story.decision();
        String source = decision.path("source").asString("");
        String target = decision.path("target").asString("");
        Cables cables = plan.cables();
        ThesisFigure thesis = ThesisFigure.of(plan.scenario().number(), plan.policy());
        Map<String, String> configuration = new LinkedHashMap<>();
        plan.settings().forEach(each -> configuration.put(each.name(), each.here()));
        return new DemoResult(
                plan.scenario().number(),
                plan.policy(),
                plan.seed(),
                new DemoResult.Decision(
                        decision.path("container").asString(""),
                        source,
                        target,
                        candidates(decision)),
                timeFigures(),
                clientFigures(),
                load,
                new DemoResult.Bytes(
                        migration.at("/bytes/moved").asLong(0),
                        migration.at("/bytes/state").asLong(0)),
                new DemoResult.WayFigures(cables.bottleneck(source, target).bps()),
                new DemoResult.Thesis(thesis.meanSeconds(), thesis.ci95Seconds()),
                configuration,
                verdict);
    }

    private static List<DemoResult.Candidate> candidates(JsonNode decision) {
        List<DemoResult.Candidate> candidates = new ArrayList<>();
        for (JsonNode each : decision.path("candidates")) {
            candidates.add(
                    new DemoResult.Candidate(
                            each.path("host").asString(""),
                            Narrator.score(each),
                            each.path("reason").asString("")));
        }
        return candidates;
    }

    private DemoResult.Times timeFigures() {
        Map<String, Double> steps = new LinkedHashMap<>();
        migration.path("times").forEachEntry((name, value) -> steps.put(name, value.asDouble(0)));
        return new DemoResult.Times(
                story.detectionMs(),
                story.decisionMs(),
                story.migrationMs(),
                story.detectionMs() + story.decisionMs() + story.migrationMs(),
                migration.at("/times/downtimeMs").asDouble(0),
                labUpMs,
                untilMigrationMs,
                steps);
    }

    private DemoResult.Client clientFigures() {
        ClientReport report = client.report();
        double transferMs = migration.at("/times/transferMs").asDouble(0);
        return new DemoResult.Client(
                report.connectionSurvived(),
                report.longestGap().lengthMs(),
                Math.max(0, report.longestGap().lengthMs() - transferMs),
                report.counts().sent(),
                report.counts().lost(),
                report.counts().doubled(),
                report.counts().reordered(),
                report.counts().counterBreaks(),
                client.stateIntact(),
                report.latency());
    }
}
