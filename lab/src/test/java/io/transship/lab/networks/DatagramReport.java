package io.transship.lab.networks;

import tools.jackson.databind.json.JsonMapper;

/**
 * What a client that sends numbered datagrams has seen.
 *
 * @param sent how many
 * @param lost sent, and not answered
 * @param doubled answers that had come before
 * @param overtaken numbers that reached the server after a greater one
 * @param wentBack answers with a count that had been there, or not above one known when it was
 *     asked
 * @param refused how often the server's host said that nobody listens
 * @param lastAnswered whether the last ones, sent when everything else was over, were all answered
 * @param longestGapMs between two answers
 */
record DatagramReport(
        int sent,
        int lost,
        int doubled,
        int overtaken,
        int wentBack,
        int refused,
        boolean lastAnswered,
        double longestGapMs) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static DatagramReport parse(String json) {
        return MAPPER.readValue(json, DatagramReport.class);
    }

    String json() {
        return MAPPER.writeValueAsString(this);
    }
}
