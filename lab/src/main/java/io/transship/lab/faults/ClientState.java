package io.transship.lab.faults;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the client has seen so far.
 *
 * @param replies how many
 * @param ageMs since the last one
 * @param checksum of the server's state, as the server said last
 * @param verified how often the server has told it
 * @param restarts how often the server began anew, with another state
 * @param rewinds how often an older count, or one for the second time, came with the same state
 * @param changes how often the state became another one while the count went on
 * @param doubt the last count that must not come; empty if none
 * @param reconnects how often the long connection broke
 */
record ClientState(
        long replies,
        double ageMs,
        String checksum,
        long verified,
        int restarts,
        int rewinds,
        int changes,
        String doubt,
        int reconnects) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static ClientState parse(String json) {
        return MAPPER.readValue(json, ClientState.class);
    }

    String json() {
        return MAPPER.writeValueAsString(this);
    }
}
