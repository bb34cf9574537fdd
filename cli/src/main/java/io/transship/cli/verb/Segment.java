package io.transship.cli.verb;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Words of the command line in a path. */
final class Segment {

    private Segment() {}

    /** One segment, whatever characters it has. */
    static String of(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
