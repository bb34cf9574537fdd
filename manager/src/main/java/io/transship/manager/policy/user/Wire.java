package io.transship.manager.policy.user;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.StayReason;
import io.transship.core.view.NetworkView;
import io.transship.manager.document.DecisionDocument;
import io.transship.manager.document.ViewDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions and answers as documents. */
final class Wire {

    static final String LIST = "list";
    static final String DECIDE = "decide";

    private Wire() {}

    /** Which policies are there? Goes first, with the settings of all. */
    static Map<String, Object> list(Map<String, String> settings) {
        return Map.of("ask", LIST, "settings", settings);
    }

    /** Where to? */
    static Map<String, Object> decide(String policy, Evaluation evaluation, NetworkView view) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("ask", DECIDE);
        question.put("policy", policy);
        question.put("seed", evaluation.seed());
        evaluation
                .source()
                .ifPresent(
                        source -> {
                            question.put("container", source.container().name());
                            question.put("host", source.host().name());
                        });
        question.put("view", ViewDocument.of(view));
        return question;
    }

    static Evaluation evaluation(Map<String, Object> question) {
        Optional<MoveSource> source =
                text(question, "container")
                        .map(ContainerId::new)
                        .flatMap(
                                container ->
                                        text(question, "host")
                                                .map(HostId::new)
                                                .map(host -> new MoveSource(container, host)));
        return new Evaluation(source, number(question, "seed"));
    }

    static Map<String, Object> answer(Decision decision) {
        Map<String, Object> answer = new LinkedHashMap<>();
        switch (decision) {
            case Decision.Move move -> {
                answer.put("container", move.container().name());
                answer.put("source", move.source().name());
                answer.put("target", move.target().name());
            }
            case Decision.Stay stay -> answer.put("stay", stay.reason().name());
        }
        answer.put("explanation", DecisionDocument.of(decision.explanation()));
        return answer;
    }

    /**
     * The decision of an answer; nothing in it is believed yet.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Decision decision(Map<String, Object> answer) {
        var explanation = DecisionDocument.read(map(answer.get("explanation")));
        Optional<String> stay = text(answer, "stay");
        if (stay.isPresent()) {
            return new Decision.Stay(StayReason.valueOf(stay.get()), explanation);
        }
        return new Decision.Move(
                new ContainerId(name(answer, "container")),
                new HostId(name(answer, "source")),
                new HostId(name(answer, "target")),
                explanation);
    }

    static Optional<String> text(Map<String, Object> document, String key) {
        return document.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }

    static List<?> list(Map<String, Object> document, String key) {
        return document.get(key) instanceof List<?> list ? list : List.of();
    }

    private static String name(Map<String, Object> answer, String key) {
        return text(answer, key)
                .orElseThrow(() -> new IllegalArgumentException("no '" + key + "' is named"));
    }

    private static long number(Map<String, Object> document, String key) {
        return document.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
