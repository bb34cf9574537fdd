package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A piece of an answer that is read as what it should be. Numbers may come as text: whether they do
 * differs from one question to the other.
 *
 * @param question whose answer it is
 * @param node what came
 */
record Answer(String question, JsonNode node) {

    /** Ports beyond are none: LOCAL, CONTROLLER and the like. */
    private static final long LAST_PORT = Integer.MAX_VALUE;

    /** A failure that names what came instead. */
    static TransshipException invalid(String question, String what) {
        return new TransshipException(
                FailureCode.CONTROLLER_ANSWER_INVALID,
                "Floodlight answers " + question + " with " + ErrorWords.bounded(what) + ".");
    }

    private TransshipException without(String what) {
        return invalid(question, "something without " + what);
    }

    /** Whether it has that key. */
    boolean has(String key) {
        return node.has(key);
    }

    /** What stands under a key. */
    Answer at(String key) {
        return new Answer(question, node.path(key));
    }

    /** The items of a list under a key. */
    List<Answer> list(String key) {
        return at(key).items(key);
    }

    /** Its own items; {@code null}s among them are Floodlight's way to say "none". */
    List<Answer> items(String name) {
        if (!node.isArray()) {
            throw without("a list of " + name);
        }
        List<Answer> items = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isNull()) {
                items.add(new Answer(question, item));
            }
        }
        return items;
    }

    /** A text under a key. */
    String text(String key) {
        JsonNode value = node.path(key);
        if (!value.isString()) {
            throw without("a text '" + key + "'");
        }
        return value.stringValue();
    }

    /** Itself, read by a parser that throws IllegalArgumentException at nonsense. */
    <T> T parsed(Function<String, T> parser) {
        if (!node.isString()) {
            throw invalid(question, "something that is not text: " + node);
        }
        try {
            return parser.apply(node.stringValue());
        } catch (IllegalArgumentException e) {
            throw invalid(question, "nonsense: " + e.getMessage());
        }
    }

    /** A datapath id under a key. */
    DatapathId datapath(String key) {
        return at(key).parsed(DatapathId::parse);
    }

    /** A count, not negative, number or text. */
    long count(String key) {
        JsonNode value = node.path(key);
        Optional<Long> number =
                value.isIntegralNumber() && value.canConvertToLong()
                        ? Optional.of(value.longValue())
                        : Optional.of(value).filter(JsonNode::isString).flatMap(Answer::unsigned);
        return number.filter(each -> each >= 0).orElseThrow(() -> without("a count '" + key + "'"));
    }

    private static Optional<Long> unsigned(JsonNode text) {
        try {
            return Optional.of(Long.parseLong(text.stringValue()));
        } catch (NumberFormatException ignored) {
            return Optional.empty();
        }
    }

    /** A port under a key; empty for those that no cable is plugged into ("local"). */
    OptionalInt port(String key) {
        JsonNode value = node.path(key);
        if (value.isString() && unsigned(value).isEmpty()) {
            return OptionalInt.empty();
        }
        long number =
                value.isIntegralNumber() && value.canConvertToLong()
                        ? value.longValue()
                        : Optional.of(value)
                                .filter(JsonNode::isString)
                                .flatMap(Answer::unsigned)
                                .orElseThrow(() -> without("a port '" + key + "'"));
        return number >= 1 && number < LAST_PORT
                ? OptionalInt.of((int) number)
                : OptionalInt.empty();
    }
}
