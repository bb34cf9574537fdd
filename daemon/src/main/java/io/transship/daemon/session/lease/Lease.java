package io.transship.daemon.session.lease;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long an uncommitted copy may live without a word from the manager, on this host's monotonic
 * clock. A word brings back a token that the lease gave out before, and counts from then, so that a
 * word that was long on its way doesn't extend it from its arrival. Thread-safe.
 */
public final class Lease {

    private final LongSupplier nanoTime;
    private final long start;
    private final long lengthNanos;
    private final ScheduledExecutorService scheduler;
    private final Consumer<TransshipException> atEnd;
    private long endsAt;
    private boolean over;

    /** Begins now. {@code atEnd} is told so on the scheduler's thread, once. */
    public Lease(
            LongSupplier nanoTime,
            Duration length,
            ScheduledExecutorService scheduler,
            Consumer<TransshipException> atEnd) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lengthNanos = length.toNanos();
        this.scheduler = scheduler;
        this.atEnd = atEnd;
        this.endsAt = lengthNanos;
        checkIn(lengthNanos);
    }

    /** A token for this moment; never 0. */
    public long token() {
        return elapsed() + 1;
    }

    /** The manager was alive when it had the token. */
    public synchronized void extendFrom(long token) {
        if (token > 0 && token <= token()) {
            endsAt = Math.max(endsAt, token - 1 + lengthNanos);
        }
    }

    /** What is left of it. */
    public synchronized Duration remaining() {
        return Duration.ofNanos(Math.max(0, endsAt - elapsed()));
    }

    /** Ends without consequence. */
    public synchronized void cancel() {
        over = true;
    }

    private long elapsed() {
        return nanoTime.getAsLong() - start;
    }

    private void checkIn(long nanos) {
        var _ = scheduler.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        synchronized (this) {
            if (over) {
                return;
            }
            long left = endsAt - elapsed();
            if (left > 0) {
                checkIn(left);
                return;
            }
            over = true;
        }
        atEnd.accept(
                new TransshipException(
                        FailureCode.DEADLINE_EXCEEDED,
                        "the manager was not heard of for %.1f s, so the target gave up."
                                .formatted(lengthNanos / 1e9)));
    }
}
