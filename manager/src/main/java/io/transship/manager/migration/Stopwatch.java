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
                since(Mark.HELD, Mark.PREPARED, Mark.RESTORED),
                since(Mark.DUMPED, Mark.PREPARED, Mark.HELD),
                between(Mark.DUMPED, Mark.TRANSFERRED),
                between(Mark.TRANSFERRED, Mark.RESTORED),
                between(Mark.SWITCHING, Mark.RELEASED),
                between(Mark.HELD, Mark.RELEASED),
                elapsed());
    }

    /** From the later of both: a source that is left running is held when the copy runs. */
    private Duration since(Mark end, Mark one, Mark other) {
        return isBefore(one, other) && isBefore(other, end)
                ? between(other, end)
                : between(one, end);
    }

    private boolean isBefore(Mark one, Mark other) {
        Long first = passed.get(one);
        Long second = passed.get(other);
        return first != null && second != null && first <= second;
    }

    private Duration between(Mark from, Mark to) {
        Long start = passed.get(from);
        Long end = passed.get(to);
        return start == null || end == null ? Duration.ZERO : Duration.ofNanos(end - start);
    }
}
