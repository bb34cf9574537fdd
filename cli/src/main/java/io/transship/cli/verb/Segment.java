package io.transship.cli.verb;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Words of the command line in a path. */
final class Segment {

    private Segment() {}

    /** One segment, whatever characters it has; USAGE if there are none. */
    static String of(String text) {
        if (text.isBlank()) {
            throw new TransshipException(FailureCode.USAGE, "a name or an id is empty.");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
