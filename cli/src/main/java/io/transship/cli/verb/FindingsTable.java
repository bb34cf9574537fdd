package io.transship.cli.verb;

import io.transship.cli.screen.Paragraph;
import io.transship.cli.screen.Table;
import io.transship.cli.screen.Words;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Findings for people: a table of all, then what is wrong, each with its mend. */
final class FindingsTable {

    private FindingsTable() {}

    static void print(JsonNode findings, PrintWriter out) {
        Table table = new Table("WHERE", "SUBJECT", "VERDICT", "FOUND");
        for (JsonNode each : findings) {
            table.row(where(each), Words.text(each.path("subject")), word(each), found(each));
        }
        table.print(out, "Nothing was looked at.");
        for (JsonNode each : findings) {
            if (each.has("code")) {
                out.println();
                String head = word(each) + " " + Words.text(each.path("code")) + ": ";
                Paragraph.print(head + Words.text(each.path("message")), out);
                Paragraph.print("  " + Words.text(each.path("mend")), out);
            }
        }
    }

    private static String where(JsonNode finding) {
        String side = Words.text(finding.path("side"));
        return finding.has("host") && !side.equals("host")
                ? side + " " + Words.text(finding.path("host"))
                : finding.has("host") ? Words.text(finding.path("host")) : side;
    }

    private static String found(JsonNode finding) {
        return finding.has("code")
                ? Words.text(finding.path("code"))
                : Words.text(finding.path("detail"));
    }

    private static String word(JsonNode finding) {
        return switch (finding.path("verdict").asString("")) {
            case "ok" -> "ok";
            case "warning" -> "warn";
            default -> "FAIL";
        };
    }

    /** ": 1 failure, 2 warnings."; "." if there are none. */
    static String count(JsonNode findings) {
        long failures = number(findings, "failure");
        long warnings = number(findings, "warning");
        if (failures + warnings == 0) {
            return ".";
        }
        return ": %d %s, %d %s."
                .formatted(
                        failures,
                        failures == 1 ? "failure" : "failures",
                        warnings,
                        warnings == 1 ? "warning" : "warnings");
    }

    private static long number(JsonNode findings, String verdict) {
        return findings.valueStream()
                .filter(each -> each.path("verdict").asString("").equals(verdict))
                .count();
    }
}
