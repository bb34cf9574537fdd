package io.transship.lab.demo.story;

import io.transship.cli.client.ManagerEvent;
import io.transship.lab.demo.screen.Text;
import io.transship.lab.demo.screen.TextTable;
import io.transship.lab.demo.screen.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Tells the manager's events on the timeline. */
public final class Narrator {

    private static final int TABLE_WIDTH = Timeline.WIDTH - 10;

    private final Timeline timeline;
    private final Map<String, String> switchNames;

    /**
     * A narrator.
     *
     * @param switchNames name by datapath id, as the events write it
     */
    public Narrator(Timeline timeline, Map<String, String> switchNames) {
        this.timeline = timeline;
        this.switchNames = Map.copyOf(switchNames);
    }

    /** Tells one event; those that only programs need are passed over. */
    public void tell(ManagerEvent event) {
        switch (event.type()) {
            case "heavy-switches" -> heavySwitches(event);
            case "customized-mode" -> customizedMode(event);
            case "source-found" -> sourceFound(event);
            case "source-not-found" -> timeline.event("No source yet: " + text(event, "reason"));
            case "decision" -> decision(event);
            case "migration-started" ->
                    timeline.event(
                            "Migration of %s from %s to %s begins."
                                    .formatted(
                                            text(event, "container"),
                                            text(event, "source"),
                                            text(event, "target")));
            case "migration-succeeded" -> succeeded(event);
            case "migration-failed" ->
                    timeline.event(
                            "Migration failed, "
                                    + text(event, "code")
                                    + ": "
                                    + text(event, "message"));
            default -> {}
        }
    }

    private void heavySwitches(ManagerEvent event) {
        timeline.event("WHEN: switches with more packets than the thresholds (algorithm 1):");
        TextTable table = new TextTable("lrrl", "switch", "packets", "in one period", "");
        for (JsonNode each : event.data().path("switches")) {
            table.row(
                    switchName(each.path("datapath").asString("?")),
                    count(each.path("packetCount").asLong(0)),
                    count(each.path("difference").asLong(0)),
                    each.path("heavy").asBoolean(false) ? "heavy" : "");
        }
        show(table);
    }

    private void customizedMode(ManagerEvent event) {
        List<String> names = new ArrayList<>();
        event.data().path("switches").forEach(each -> names.add(switchName(each.asString("?"))));
        timeline.event(
                "Customized mode: %s closely watched for %.0f s."
                        .formatted(String.join(" and ", names), number(event, "seconds")));
    }

    private void sourceFound(ManagerEvent event) {
        timeline.event(
                ("WHICH: %s on %s; its switch goes on growing, and of the ports there that lead to"
                                + " containers its one has the least bandwidth left (algorithm 2).")
                        .formatted(text(event, "container"), text(event, "host")));
        TextTable table = new TextTable("llrr", "port", "host", "load", "left");
        for (JsonNode port : event.data().path("ports")) {
            table.row(
                    portName(port.path("port").asString("?")),
                    port.path("host").asString(""),
                    rate(port.path("consumptionBps")),
                    rate(port.path("availableBps")));
        }
        show(table);
    }

    private void decision(ManagerEvent event) {
        String outcome = text(event, "outcome");
        if (!outcome.equals("move")) {
            timeline.event("Decision: " + outcome + ". " + text(event, "summary"));
            return;
        }
        timeline.event(
                "WHERE TO: policy %s says %s, %s (decided in %s)."
                        .formatted(
                                text(event, "policy"),
                                text(event, "container"),
                                text(event, "source") + " -> " + text(event, "target"),
                                Text.time(number(event, "decisionMs"))));
        TextTable table = new TextTable("lrll", "host", "score", "", "why");
        for (JsonNode candidate : event.data().path("candidates")) {
            table.row(
                    candidate.path("host").asString("?"),
                    score(candidate),
                    verdict(candidate.path("verdict").asString("")),
                    named(candidate.path("reason").asString("")));
        }
        show(table);
    }

    private void succeeded(ManagerEvent event) {
        timeline.event(
                "%s runs on %s; frames flow there."
                        .formatted(text(event, "container"), text(event, "target")));
    }

    private static String text(ManagerEvent event, String key) {
        return event.data().path(key).asString("");
    }

    private static double number(ManagerEvent event, String key) {
        return event.data().path(key).asDouble(0);
    }

    private void show(TextTable table) {
        table.lines(TABLE_WIDTH).forEach(timeline::detail);
    }

    private String switchName(String datapath) {
        return switchNames.getOrDefault(datapath, datapath);
    }

    private String portName(String port) {
        int slash = port.lastIndexOf('/');
        return slash < 0 ? port : switchName(port.substring(0, slash)) + port.substring(slash);
    }

    /** A text with the switches' names in place of their datapath ids. */
    private String named(String text) {
        String named = text;
        for (Map.Entry<String, String> each : switchNames.entrySet()) {
            named = named.replace(each.getKey(), each.getValue());
        }
        return named;
    }

    private static String verdict(String verdict) {
        return verdict.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
    }

    /** The score for people; "" for a candidate that was not judged. */
    public static String score(JsonNode candidate) {
        String text = candidate.path("scoreText").asString("");
        return text.isEmpty() ? candidate.path("score").asString("") : text;
    }

    private static String rate(JsonNode bps) {
        return bps.isNumber() ? "%.2f Mbit/s".formatted(bps.asDouble() / 1e6) : "unknown";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Durations by name, largest unit first: "prepare 0.4 s, dump 90 ms". */
    public static String steps(Map<String, Double> millis) {
        return millis.entrySet().stream()
                .map(step -> step.getKey() + " " + Text.time(step.getValue()))
                .collect(Collectors.joining(", "));
    }
}
