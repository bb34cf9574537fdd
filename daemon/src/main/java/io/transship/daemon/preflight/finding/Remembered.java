package io.transship.daemon.preflight.finding;

import io.transship.daemon.preflight.finding.Finding.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A check that is dear and whose subject hardly changes: what was well stays so for a minute; what
 * was not is looked at again each time. Thread-safe.
 */
public final class Remembered implements Check {

    private static final Duration WHILE = Duration.ofMinutes(1);

    private final Check check;
    private final LongSupplier nanos;
    private List<Finding> last = List.of();
    private long lookedAt;

    /**
     * Remembers what {@code check} finds.
     *
     * @param nanos a monotonic clock
     */
    public Remembered(Check check, LongSupplier nanos) {
        this.check = check;
        this.nanos = nanos;
    }

    @Override
    public String subject() {
        return check.subject();
    }

    @Override
    public synchronized List<Finding> look() {
        long now = nanos.getAsLong();
        boolean well =
                !last.isEmpty() && last.stream().allMatch(each -> each.verdict() == Verdict.OK);
        if (!well || now - lookedAt > WHILE.toNanos()) {
            last = check.look();
            lookedAt = now;
        }
        return last;
    }
}
