package io.transship.cli.verb;

import io.transship.cli.screen.Paragraph;
import io.transship.cli.screen.SwitchNames;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The parts of a decision that several verbs show. */
final class DecisionScreen {

    private DecisionScreen() {}

    /** "h2 -> h3", or "h2, stays". */
    static String move(JsonNode decision) {
        String source = Words.text(decision.path("source"));
        return decision.has("target")
                ? source + " -> " + Words.text(decision.path("target"))
                : source + ", stays";
    }

    /** "Held back by coolDown: …", if a limit did. */
    static void limit(JsonNode decision, SwitchNames switches, PrintWriter out) {
        JsonNode limit = decision.path("limit");
        if (!limit.isMissingNode()) {
            Paragraph.sentence(
                    "Held back by the limit %s: %s."
                            .formatted(
                                    Words.text(limit.path("rule")),
                                    switches.in(Words.text(limit.path("words")))),
                    out);
        }
    }

    /** Every candidate, and why it won or lost. */
    static void candidates(JsonNode decision, SwitchNames switches, PrintWriter out) {
        Table table = new Table("HOST", "VERDICT", "SCORE", "WHY");
        for (JsonNode candidate : decision.path("candidates")) {
            table.row(
                    Words.text(candidate.path("host")),
                    Words.text(candidate.path("verdict")).replace('_', ' '),
                    Words.text(candidate.path("score")),
                    switches.in(Words.text(candidate.path("reason"))));
        }
        table.print(out, "There was no candidate.");
    }

    /** Each link's load: before, predicted, and measured after the move if it was. */
    static void effects(JsonNode decision, SwitchNames switches, PrintWriter out) {
        JsonNode effects = decision.path("effects");
        if (effects.path("links").isEmpty()) {
            return;
        }
        Map<String, JsonNode> measured = measured(decision);
        out.println();
        Paragraph.sentence(
                "The container is taken to receive %s and to send %s: all that its host's port carries."
                        .formatted(
                                Words.rate(effects.path("receivesBps")),
                                Words.rate(effects.path("sendsBps"))),
                out);
        if (effects.has("gain")) {
            Paragraph.sentence(gain(effects.path("gain").asDouble()), out);
        }
        out.println();
        links(effects, measured, switches, out);
        if (!effects.path("unmeasured").isEmpty()) {
            Paragraph.sentence(
                    "not measured: " + switches.in(Words.list(effects.path("unmeasured"))), out);
        }
    }

    /** Without a column for what has not been measured yet. */
    private static void links(
            JsonNode effects,
            Map<String, JsonNode> measured,
            SwitchNames switches,
            PrintWriter out) {
        List<String> headings =
                new ArrayList<>(List.of("LINK", "SIDE", "CAPACITY", "BEFORE", "PREDICTED"));
        if (!measured.isEmpty()) {
            headings.add("MEASURED");
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (JsonNode link : effects.path("links")) {
            String name = Words.text(link.path("from")) + "–" + Words.text(link.path("to"));
            JsonNode after = measured.getOrDefault(key(link), MissingNode.getInstance());
            table.row(
                    Stream.of(
                                    switches.in(name),
                                    Words.text(link.path("side")),
                                    Words.rate(link.path("capacityBps")),
                                    share(link.path("beforeBps"), link),
                                    share(link.path("afterBps"), link),
                                    share(after, link))
                            .limit(headings.size())
                            .toArray(String[]::new));
        }
        table.print(out, "");
    }

    private static String gain(double share) {
        return share < 0
                ? "It is %s more crowded on the links that it joins than on those that it leaves."
                        .formatted(percent(-share))
                : "It is %s less crowded on the links that it joins than on those that it leaves."
                        .formatted(percent(share));
    }

    private static Map<String, JsonNode> measured(JsonNode decision) {
        Map<String, JsonNode> loads = new HashMap<>();
        for (JsonNode note : decision.path("notes")) {
            if (note.path("kind").asString("").equals("measured")) {
                note.path("links").forEach(link -> loads.put(key(link), link.path("measuredBps")));
            }
        }
        return loads;
    }

    private static String key(JsonNode link) {
        return link.path("port").asString("") + link.path("transmitted").asBoolean(false);
    }

    private static String share(JsonNode load, JsonNode link) {
        double capacity = link.path("capacityBps").asDouble(0);
        return capacity <= 0 || !load.isNumber() ? "-" : percent(load.asDouble(0) / capacity);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
