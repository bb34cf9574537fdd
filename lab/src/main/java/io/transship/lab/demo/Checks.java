package io.transship.lab.demo;

import io.transship.lab.demo.client.ClientReport.Counts;
import io.transship.lab.demo.proof.Expectation;
import io.transship.lab.demo.proof.Inspection;
import io.transship.lab.demo.proof.Verdict.Check;
import io.transship.lab.demo.stage.StagePlan;
import java.util.List;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;

/** What must hold after a demo, each judged by its effect. */
final class Checks {

    private Checks() {}

    static List<Check> of(Findings findings, Inspection inspection, StagePlan plan) {
        JsonNode decision = findings.story().decision();
        String source = decision.path("source").asString("");
        String target = decision.path("target").asString("");
        return List.of(
                new Check(
                        "the migration was committed",
                        findings.story().succeeded(),
                        findings.story().succeeded()
                                ? source + " -> " + target
                                : findings.story().end().path("message").asString("")),
                new Check(
                        "exactly one copy, on one host",
                        inspection.exactlyOne() && inspection.runsOn(target),
                        inspection.forPeople()),
                choice(plan, source, target),
                connection(findings),
                replies(findings.client().report().counts()),
                new Check(
                        "the state is intact",
                        findings.client().stateIntact(),
                        "checksum %s, then %s"
                                .formatted(
                                        findings.client().checksumBefore(),
                                        findings.client().checksumAfter())),
                new Check(
                        "the load stream goes on",
                        findings.load().survived(),
                        findings.load().survived()
                                ? "over the same connection"
                                : "nothing went any more"));
    }

    private static Check choice(StagePlan plan, String source, String target) {
        List<String> free =
                plan.containerHosts().stream().filter(host -> !host.equals(source)).toList();
        SortedSet<String> expected =
                Expectation.targets(plan.policy(), plan.cables(), source, free);
        return new Check(
                "the host is the policy's choice",
                expected.contains(target),
                "%s; from the cables alone: %s".formatted(target, String.join(" or ", expected)));
    }

    private static Check connection(Findings findings) {
        boolean survived = findings.client().report().connectionSurvived();
        return new Check(
                "the connection survived", survived, survived ? "it is the first one" : "it broke");
    }

    private static Check replies(Counts counts) {
        boolean clean =
                counts.lost() == 0
                        && counts.doubled() == 0
                        && counts.reordered() == 0
                        && counts.unknown() == 0
                        && counts.counterBreaks() == 0;
        return new Check(
                "no reply lost, doubled, reordered",
                clean && counts.replies() > 0,
                "%d lost, %d doubled, %d reordered, %d stray, %d breaks in the server's count"
                        .formatted(
                                counts.lost(),
                                counts.doubled(),
                                counts.reordered(),
                                counts.unknown(),
                                counts.counterBreaks()));
    }
}
