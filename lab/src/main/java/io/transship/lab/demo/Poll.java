package io.transship.lab.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting for what tells nobody when it happens. */
public final class Poll {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Poll() {}

    /** The first answer that is not empty; empty after {@code patience} or an interrupt. */
    public static <T> Optional<T> until(Duration patience, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<T> answer = question.get();
        while (answer.isEmpty() && System.nanoTime() < end && !Thread.interrupted()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            answer = question.get();
        }
        return answer;
    }

    /** Lets time pass. */
    public static void pass(Duration time) {
        Optional<Object> _ = until(time, Optional::empty);
    }
}
