package io.transship.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.cli.screen.SwitchNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How a decision reads that the API has answered. */
class ExplainScreenTest {

    private static final String MOVED =
            """
            {"id": "d1", "at": "2026-11-30T12:00:00Z", "policy": "bandwidth", "outcome": "proposed",
             "state": "moved", "container": "web", "source": "h2", "target": "h3",
             "summary": "The path from h2 to h3 has 9 Mbit/s left.", "seed": 7, "decisionMs": 2.5,
             "candidates": [{"host": "h3", "verdict": "chosen", "score": "9.00 Mbit/s",
                             "reason": "least on the link 00:01/3 to 00:02/2"},
                            {"host": "h4", "verdict": "not_offered", "reason": "is full"}],
             "effects": {"sendsBps": 1000, "receivesBps": 4000000, "gain": 0.5, "unmeasured": [],
                         "links": [{"from": "00:01", "to": "00:02", "port": "00:01/3",
                                    "transmitted": true, "capacityBps": 10000000,
                                    "beforeBps": 9200000, "afterBps": 6100000, "side": "left"},
                                   {"from": "00:01", "to": "h3", "port": "00:01/1",
                                    "transmitted": true, "capacityBps": 10000000,
                                    "beforeBps": 0, "afterBps": 4000000, "side": "joined"}]},
             "notes": [{"kind": "approved", "at": "2026-11-30T12:00:01Z"},
                       {"kind": "measured", "at": "2026-11-30T12:00:15Z",
                        "links": [{"port": "00:01/3", "transmitted": true,
                                   "measuredBps": 6300000}]}]}
            """;

    private static List<String> lines(String decision) {
        JsonMapper json = new JsonMapper();
        SwitchNames names =
                new SwitchNames(
                        json.readTree(
                                "{\"switches\": [{\"datapath\": \"00:01\", \"name\": \"s1\"},"
                                        + " {\"datapath\": \"00:02\", \"name\": \"s2\"}]}"));
        StringWriter text = new StringWriter();
        ExplainVerb.print(json.readTree(decision), names, new PrintWriter(text, true));
        return text.toString().lines().toList();
    }

    @Test
    void predictedAndMeasuredLoadsStandBesideEachOther() {
        assertThat(lines(MOVED))
                .contains(
                        "web: h2 -> h3",
                        "The path from h2 to h3 has 9 Mbit/s left.",
                        "h3    chosen       9.00 Mbit/s  least on the link s1/3 to s2/2",
                        "h4    not offered  -            is full",
                        "LINK   SIDE    CAPACITY      BEFORE  PREDICTED  MEASURED",
                        "s1–s2  left    10.00 Mbit/s  92 %    61 %       63 %",
                        "s1–h3  joined  10.00 Mbit/s  0 %     40 %       -")
                .anyMatch(line -> line.endsWith("policy bandwidth: proposed, then moved"))
                .anyMatch(line -> line.startsWith("It is 50 % less crowded"));
    }

    @Test
    void aLimitIsSaidOnceInPlaceOfTheSummary() {
        List<String> lines =
                lines(
                        """
                        {"id": "d2", "at": "2026-11-30T12:00:00Z", "policy": "bandwidth",
                         "outcome": "limited", "state": "limited", "container": "web",
                         "source": "h2", "summary": "pinned: web is pinned", "seed": 7,
                         "limit": {"rule": "pinned", "words": "web is pinned"}}
                        """);

        assertThat(lines)
                .contains("web: h2, stays", "Held back by the limit pinned: web is pinned.")
                .contains("There was no candidate.")
                .doesNotContain("pinned: web is pinned");
        assertThat(lines.getFirst()).endsWith("policy bandwidth: limited");
    }
}
