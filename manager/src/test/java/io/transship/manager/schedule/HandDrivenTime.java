package io.transship.manager.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and a scheduler that go on when they are told to. */
public final class HandDrivenTime extends Clock implements Scheduler {

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparing((Entry entry) -> entry.due)
                            .thenComparing(entry -> entry.number));
    private Instant now;
    private long count;

    private static final class Entry {

        private final Runnable task;
        private final Duration period;
        private final long number;
        private Instant due;
        private boolean cancelled;

        Entry(Runnable task, Duration period, long number, Instant due) {
            this.task = task;
            this.period = period;
            this.number = number;
            this.due = due;
        }
    }

    /** Time that stands at {@code now}. */
    public HandDrivenTime(Instant now) {
        this.now = now;
    }

    /** Goes on, doing what is due on the way, in order. */
    public void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (!entries.isEmpty() && !entries.peek().due.isAfter(end)) {
            Entry entry = entries.remove();
            if (entry.cancelled) {
                continue;
            }
            now = entry.due.isAfter(now) ? entry.due : now;
            entry.task.run();
            if (!entry.period.isZero() && !entry.cancelled) {
                entry.due = entry.due.plus(entry.period);
                entries.add(entry);
            }
        }
        now = end;
    }

    /** What is due now. */
    public void passNothing() {
        pass(Duration.ZERO);
    }

    @Override
    public Cancellation every(Duration period, Runnable task) {
        return add(task, period, now);
    }

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        return add(task, Duration.ZERO, now.plus(delay));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private Cancellation add(Runnable task, Duration period, Instant due) {
        Entry entry = new Entry(task, period, count++, due);
        entries.add(entry);
        return () -> entry.cancelled = true;
    }
}
