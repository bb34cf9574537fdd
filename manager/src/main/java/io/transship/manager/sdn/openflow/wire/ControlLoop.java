package io.transship.manager.sdn.openflow.wire;

import io.netty.channel.EventLoop;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns all state of the controller.
 *
 * <p>{@link #ask} and {@link #await} are for other threads; the rest is for this one.
 */
public final class ControlLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Duration replyTimeout;

    /**
     * Wraps the loop.
     *
     * @param nanoTime a clock that only goes forward
     * @param replyTimeout how long a switch may take to answer
     */
    public ControlLoop(EventLoop loop, LongSupplier nanoTime, Duration replyTimeout) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.replyTimeout = replyTimeout;
    }

    /** Now, in nanoseconds of a clock that only goes forward. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /** How long a switch may take to answer. */
    public Duration replyTimeout() {
        return replyTimeout;
    }

    /** Runs the task after what the loop does now. */
    public void soon(Runnable task) {
        loop.execute(task);
    }

    /** Runs the task once, later. */
    public ScheduledFuture<?> after(Duration delay, Runnable task) {
        return loop.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Done when the time is over. */
    public CompletableFuture<Boolean> pause(Duration time) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        var _ = after(time, () -> over.complete(true));
        return over;
    }

    /** Runs the task again and again. */
    public ScheduledFuture<?> each(Duration period, Runnable task) {
        return loop.scheduleWithFixedDelay(
                () -> guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Computes on the loop and waits for the answer. */
    public <T> T ask(Supplier<T> question) {
        return await(() -> CompletableFuture.completedFuture(question.get()), replyTimeout);
    }

    /**
     * Starts something on the loop and waits until it is done.
     *
     * @throws TransshipException as the work ended, or NETWORK_UNAVAILABLE past the deadline
     */
    public <T> T await(Supplier<CompletableFuture<T>> work, Duration deadline) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("the control loop can't wait for itself");
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            loop.execute(() -> start(work, done));
            return done.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw unavailable("the controller did not finish within " + deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while waiting for the controller", e);
        }
    }

    /**
     * Done when the condition holds, which is looked at often.
     *
     * @param what for people, should it not come true before the deadline
     */
    public CompletableFuture<Boolean> until(
            BooleanSupplier condition, Duration deadline, Supplier<String> what) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        check(condition, now() + deadline.toNanos(), what, done);
        return done;
    }

    private void check(
            BooleanSupplier condition,
            long deadlineNanos,
            Supplier<String> what,
            CompletableFuture<Boolean> done) {
        if (condition.getAsBoolean()) {
            done.complete(true);
        } else if (now() - deadlineNanos > 0) {
            done.completeExceptionally(unavailable(what.get()));
        } else {
            var _ = after(LOOK_AGAIN, () -> check(condition, deadlineNanos, what, done));
        }
    }

    /** The failure of a network that does not do what it is told. */
    public static TransshipException unavailable(String message) {
        return new TransshipException(FailureCode.NETWORK_UNAVAILABLE, message);
    }

    private static TransshipException unavailable(String message, Throwable cause) {
        return new TransshipException(FailureCode.NETWORK_UNAVAILABLE, message, cause);
    }

    private static <T> void start(Supplier<CompletableFuture<T>> work, CompletableFuture<T> done) {
        try {
            var _ =
                    work.get()
                            .whenComplete(
                                    (value, failure) -> {
                                        if (failure == null) {
                                            done.complete(value);
                                        } else {
                                            done.completeExceptionally(failure);
                                        }
                                    });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private static RuntimeException failure(Throwable cause) {
        Throwable root = cause;
        while (root instanceof java.util.concurrent.CompletionException
                && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof TransshipException known) {
            return known;
        }
        if (root instanceof IllegalStateException || root instanceof IllegalArgumentException) {
            return (RuntimeException) root;
        }
        return unavailable(String.valueOf(root.getMessage()), root);
    }

    /** A periodic task must survive its own failure, and the failure must be seen. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the controller failed", e);
        }
    }
}
