package io.transship.lab.demo.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the client's output, JSON.
 *
 * @param last whether this is the summary at the end
 * @param startedAtEpochMs when the first request left, for putting gaps on the wall clock
 * @param report what was seen so far
 * @param checksumBefore the state's checksum before the first request, hexadecimal
 * @param checksumAfter the same after the last reply; null before the end, or if the server did not
 *     tell
 */
public record ClientLine(
        boolean last,
        long startedAtEpochMs,
        ClientReport report,
        String checksumBefore,
        @Nullable String checksumAfter) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Reads a line. */
    public static ClientLine parse(String json) {
        return MAPPER.readValue(json, ClientLine.class);
    }

    /** Whether the state is what it was. */
    public boolean stateIntact() {
        return checksumBefore.equals(checksumAfter);
    }

    /** This line as JSON without line breaks. */
    public String json() {
        return MAPPER.writeValueAsString(this);
    }
}
