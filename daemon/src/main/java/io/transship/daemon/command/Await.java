package io.transship.daemon.command;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces: files in /sys, states of an engine. */
public final class Await {

    private final Duration interval;

    /** Looks once each {@code interval}. */
    public Await(Duration interval) {
        this.interval = interval;
    }

    /**
     * Waits until the condition holds.
     *
     * @return whether it did within the deadline
     */
    public boolean until(BooleanSupplier condition, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                if (never.await(Math.min(left, interval.toNanos()), TimeUnit.NANOSECONDS)) {
                    throw new AssertionError("nobody counts it down");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransshipException(FailureCode.INTERNAL, "interrupted", e);
            }
        }
        return true;
    }
}
