package io.transship.lab.faults;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the client has seen so far.
 *
 * @param replies how many
 * @param ageMs since the last one
 * @param checksum of the server's state
 * @param wentBack the first reply that shows an older state or a second server; empty if none
 * @param restarts how often the server began anew
 * @param reconnects how often the long connection broke
 */
record ClientState(
        long replies,
        double ageMs,
        String checksum,
        String wentBack,
        int restarts,
        int reconnects) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static ClientState parse(String json) {
        return MAPPER.readValue(json, ClientState.class);
    }

    String json() {
        return MAPPER.writeValueAsString(this);
    }
}
