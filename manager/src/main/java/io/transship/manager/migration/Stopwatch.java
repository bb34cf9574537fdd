package io.transship.manager.migration;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** When a migration reached its marks, on the monotonic clock. Not thread-safe. */
final class Stopwatch {

    /** What a migration passes. */
    enum Mark {
        PREPARED,
        HELD,
        DUMPED,
        TRANSFERRED,
        RESTORED,
        SWITCHING,
        RELEASED
    }

    private final long began = System.nanoTime();
    private final Map<Mark, Long> passed = new EnumMap<>(Mark.class);

    void mark(Mark mark) {
        passed.put(mark, System.nanoTime());
    }

    /** It was passed a while ago, at that time of the monotonic clock. */
    void mark(Mark mark, long nanoTime) {
        passed.put(mark, nanoTime);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    MigrationTimes times() {
        return new MigrationTimes(
                passed.containsKey(Mark.PREPARED)
                        ? Duration.ofNanos(passed.get(Mark.PREPARED) - began)
                        : Duration.ZERO,
                between(Mark.PREPARED, Mark.HELD),
                between(Mark.HELD, Mark.DUMPED),
                between(Mark.DUMPED, Mark.TRANSFERRED),
                between(Mark.TRANSFERRED, Mark.RESTORED),
                between(Mark.SWITCHING, Mark.RELEASED),
                between(Mark.HELD, Mark.RELEASED),
                elapsed());
    }

    private Duration between(Mark from, Mark to) {
        Long start = passed.get(from);
        Long end = passed.get(to);
        return start == null || end == null ? Duration.ZERO : Duration.ofNanos(end - start);
    }
}
