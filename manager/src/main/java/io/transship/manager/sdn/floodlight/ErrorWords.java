package io.transship.manager.sdn.floodlight;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds the errors that Floodlight sends with HTTP 200, each part of it in a way of its own. */
final class ErrorWords {

    private static final int LONGEST = 200;
    private static final String LIST_OF_STATISTICS = "Valid statistics and features are";
    private static final List<String> KEYS = List.of("ERROR", "error");
    private static final List<String> BEGINNINGS = List.of("Warning!", "Error!", "Failed!");

    private ErrorWords() {}

    /** What an answer complains of, if it does. */
    static Optional<String> in(JsonNode answer) {
        if (!answer.isObject()) {
            return Optional.empty();
        }
        if (answer.has(LIST_OF_STATISTICS) || answer.path("error").has(LIST_OF_STATISTICS)) {
            return Optional.of("it knows no such switch or statistic");
        }
        for (String key : KEYS) {
            if (answer.path(key).isString()) {
                return Optional.of(bounded(answer.path(key).stringValue()));
            }
        }
        JsonNode status = answer.path("status");
        return Optional.of(status)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> BEGINNINGS.stream().anyMatch(text::startsWith))
                .map(ErrorWords::bounded);
    }

    /** What the page of an HTTP error says; never the stack trace that is in it as well. */
    static Optional<String> ofPage(JsonNode page) {
        return Optional.of(page.path("description"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isBlank())
                .map(ErrorWords::bounded);
    }

    /** Foreign words as they can be shown: one line, not long, without a full stop at the end. */
    static String bounded(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
