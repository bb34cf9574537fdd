package io.transship.daemon.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long the parts of a move took that lie in its gap, for the daemon's log: "freeze 0.9 ms, dump
 * 31.0 ms". Not thread-safe.
 */
final class Laps {

    private final List<String> parts = new ArrayList<>();
    private long since = System.nanoTime();

    /** What has been going on until now was that. */
    void lap(String part) {
        long now = System.nanoTime();
        parts.add(String.format(Locale.ROOT, "%s %.1f ms", part, (now - since) / 1e6));
        since = now;
    }

    @Override
    public String toString() {
        return String.join(", ", parts);
    }
}
