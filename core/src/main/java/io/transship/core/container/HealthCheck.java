package io.transship.core.container;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the engine finds out whether the container is well.
 *
 * @param test "CMD" and a program with its arguments, "CMD-SHELL" and a line, or "NONE"
 * @param interval between two tests; zero: the engine's usual one, as with the following
 * @param timeout of one test
 * @param startPeriod from the start on in which failures don't count
 * @param retries failures in a row that make it unwell
 */
public record HealthCheck(
        List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {

    private static final Set<String> KINDS = Set.of("CMD", "CMD-SHELL", "NONE");
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Checks kind and times. */
    public HealthCheck {
        test = Texts.plain(test, "the health check");
        if (test.isEmpty() || !KINDS.contains(test.getFirst())) {
            throw new IllegalArgumentException("a health check begins with one of " + KINDS);
        }
        for (Duration each : List.of(interval, timeout, startPeriod)) {
            // The engine takes nothing shorter than a millisecond for one.
            boolean tooShort = !each.isZero() && each.toMillis() < 1;
            if (each.isNegative() || tooShort || each.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(each + " is not a time of a health check");
            }
        }
        if (retries < 0 || retries > 1000) {
            throw new IllegalArgumentException("a health check is retried 0 to 1000 times");
        }
    }
}
