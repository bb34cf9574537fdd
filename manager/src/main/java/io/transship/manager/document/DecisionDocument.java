package io.transship.manager.document;

import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.Score;
import io.transship.manager.store.DecisionRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decisions and explanations as maps, for events, the API and the store. */
public final class DecisionDocument {

    private DecisionDocument() {}

    /** {@code policy, seed, summary, candidates: [{host, score, value, unit, verdict, reason}]}. */
    public static Map<String, Object> of(Explanation explanation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("policy", explanation.policy());
        document.put("seed", explanation.seed());
        document.put("summary", explanation.summary());
        document.put(
                "candidates", explanation.candidates().stream().map(DecisionDocument::of).toList());
        return document;
    }

    /**
     * The explanation of a document that {@link #of(Explanation)} made.
     *
     * @throws IllegalArgumentException that says where the document is none
     */
    public static Explanation read(Map<String, Object> document) {
        return Fields.of(document)
                .as(
                        fields ->
                                new Explanation(
                                        fields.text("policy"),
                                        fields.number("seed"),
                                        fields.text("summary"),
                                        fields.objects("candidates", DecisionDocument::candidate)));
    }

    private static Candidate candidate(Fields fields) {
        Optional<String> unit = fields.optionalText("unit", Function.identity());
        return new Candidate(
                fields.text("host", HostId::new),
                fields.optionalFraction("value")
                        .flatMap(value -> unit.map(name -> new Score(value, name))),
                fields.text(
                        "verdict",
                        word -> Candidate.Verdict.valueOf(word.toUpperCase(Locale.ROOT))),
                fields.text("reason"));
    }

    /** Everything but the view; {@code candidates} at the top level. */
    public static Map<String, Object> of(DecisionRecord decision) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", decision.id());
        document.put("at", decision.at().toString());
        document.put("policy", decision.policy());
        document.put("detector", decision.detector());
        document.put("outcome", decision.outcome().word());
        document.put("summary", decision.summary());
        decision.container().ifPresent(container -> document.put("container", container.name()));
        decision.source().ifPresent(source -> document.put("source", source.name()));
        decision.target().ifPresent(target -> document.put("target", target.name()));
        document.put("seed", decision.seed());
        document.putAll(decision.times());
        document.put("candidates", decision.explanation().getOrDefault("candidates", List.of()));
        return document;
    }

    private static Map<String, Object> of(Candidate candidate) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", candidate.host().name());
        candidate
                .score()
                .ifPresent(
                        score -> {
                            document.put("score", score.toString());
                            document.put("value", score.value());
                            document.put("unit", score.unit());
                        });
        document.put("verdict", candidate.verdict().name().toLowerCase(Locale.ROOT));
        document.put("reason", candidate.reason());
        return document;
    }
}
