package io.transship.lab.bench.client;

import io.transship.lab.demo.client.ClientReport;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the client says when it is asked, JSON on one line.
 *
 * @param longestGapMs the longest silence since it was asked before
 * @param checksum of the server's state, hexadecimal
 * @param report of the whole connection so far
 */
public record GapLine(double longestGapMs, String checksum, ClientReport report) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Reads a line. */
    public static GapLine parse(String json) {
        return MAPPER.readValue(json, GapLine.class);
    }

    String json() {
        return MAPPER.writeValueAsString(this);
    }
}
