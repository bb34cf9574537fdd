package io.transship.manager.schedule;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Does things later and again. Tasks must be short: they share a thread; what can block goes to an
 * executor. Thread-safe.
 */
public interface Scheduler {

    /** Runs {@code task} at once and then each {@code period}. */
    Cancellation every(Duration period, Runnable task);

    /** Runs {@code task} once, after {@code delay}. */
    Cancellation after(Duration delay, Runnable task);

    /** A scheduler on the threads of {@code service}, whose life is the caller's affair. */
    static Scheduler of(ScheduledExecutorService service) {
        return new ExecutorScheduler(service);
    }

    /** Takes a task back. */
    @FunctionalInterface
    interface Cancellation {

        /** The task doesn't run again; a run under way goes on. */
        void cancel();
    }
}
