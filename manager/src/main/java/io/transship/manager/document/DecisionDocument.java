package io.transship.manager.document;

import io.transship.core.effect.MoveEffects;
import io.transship.core.limits.Ruling;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Score;
import io.transship.manager.store.DecisionNotes;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decisions and explanations as maps, for events, the API and the store. */
public final class DecisionDocument {

    /** What a decision is after a note of that kind; other kinds change nothing. */
    private static final Map<String, String> STATES =
            Map.of(
                    "approved", "approved",
                    "rejected", "rejected",
                    "migration", "moving",
                    "moved", "moved",
                    "failed", "failed",
                    "dropped", "dropped");

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

    /**
     * What policy and rules said, for the store: the explanation, {@code asked: {container, host}},
     * {@code limit: {rule, words}}, and {@code effects} of a move.
     */
    public static Map<String, Object> of(Ruling ruling) {
        Map<String, Object> document = new LinkedHashMap<>(of(ruling.decision().explanation()));
        ruling.asked()
                .source()
                .ifPresent(
                        source ->
                                document.put(
                                        "asked",
                                        Map.of(
                                                "container", source.container().name(),
                                                "host", source.host().name())));
        ruling.objection()
                .ifPresent(
                        objection ->
                                document.put(
                                        "limit",
                                        Map.of(
                                                "rule", objection.rule().word(),
                                                "words", objection.words())));
        if (ruling.decision() instanceof Decision.Move move) {
            document.put(
                    "effects",
                    EffectDocument.of(
                            MoveEffects.of(
                                    new MoveSource(move.container(), move.source()),
                                    move.target(),
                                    ruling.view())));
        }
        return document;
    }

    /** Everything but the view; what the store keeps of the ruling is at the top level. */
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
        for (String key : List.of("asked", "limit", "effects")) {
            Optional.ofNullable(decision.explanation().get(key))
                    .ifPresent(value -> document.put(key, value));
        }
        return document;
    }

    /**
     * The same with what has become of it: {@code notes: [{kind, at, …}]} in the order of time, and
     * {@code state}: the end of it, else the last of them, else the outcome.
     */
    public static Map<String, Object> of(DecisionRecord decision, List<Note> notes) {
        Map<String, Object> document = of(decision);
        String state = decision.outcome().word();
        List<Map<String, Object>> kept = new ArrayList<>();
        boolean ended = false;
        for (Note note : notes.stream().sorted(Comparator.comparing(Note::at)).toList()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("kind", note.kind());
            each.put("at", note.at().toString());
            each.putAll(note.data());
            kept.add(each);
            state = ended ? state : STATES.getOrDefault(note.kind(), state);
            ended |= DecisionNotes.ENDS.contains(note.kind());
        }
        document.put("state", state);
        document.put("notes", kept);
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
