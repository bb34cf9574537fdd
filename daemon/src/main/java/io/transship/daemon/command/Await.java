package io.transship.daemon.command;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        return until(condition, new CompletableFuture<>(), deadline);
    }

    /**
     * Waits until the condition holds; looks at once when {@code word} comes.
     *
     * @return whether it did within the deadline
     */
    public boolean until(
            BooleanSupplier condition, CompletableFuture<Void> word, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        CompletableFuture<Void> next = word;
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (came(next, Math.min(left, interval.toNanos()))) {
                next = new CompletableFuture<>();
            }
        }
        return true;
    }

    private static boolean came(CompletableFuture<Void> word, long nanos) {
        try {
            word.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(FailureCode.INTERNAL, "interrupted", e);
        }
    }
}
