package io.transship.daemon.tuning;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tidies up some time after the last move, if nothing moves then. Thread-safe.
 *
 * <p>A daemon collects its garbage so: what moves leave behind would stay until the heap is full,
 * and the long collection might then fall into a container's gap.
 */
public final class Tidying {

    private static final Duration REST = Duration.ofSeconds(5);

    private final ScheduledExecutorService scheduler;
    private final Executor threads;
    private final Duration rest;
    private final BooleanSupplier moving;
    private final Runnable work;
    private final Set<String> fetching = new HashSet<>();
    private @Nullable Future<?> next;

    /**
     * Tidies nothing yet.
     *
     * @param scheduler its tasks don't block
     * @param threads for the work, which may block
     * @param rest from the end of a move to the work
     * @param moving whether anything moves now
     */
    Tidying(
            ScheduledExecutorService scheduler,
            Executor threads,
            Duration rest,
            BooleanSupplier moving,
            Runnable work) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.rest = rest;
        this.moving = moving;
        this.work = work;
    }

    /** Collects garbage; the JVM's flags say how much of the heap is given back. */
    public static Tidying ofGarbage(
            ScheduledExecutorService scheduler, Executor threads, Tuning moves) {
        return new Tidying(scheduler, threads, REST, moves::isMoving, System::gc);
    }

    /** A move is decided, but its memory is on its way: somebody waits for each page. */
    public synchronized void goesOn(String migration) {
        fetching.add(migration);
    }

    /** A move is over; the rest begins anew. */
    public synchronized void over(String migration) {
        fetching.remove(migration);
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = scheduler.schedule(this::start, rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            next = null; // The daemon ends.
        }
    }

    private synchronized void start() {
        if (fetching.isEmpty() && !moving.getAsBoolean()) {
            threads.execute(work);
        }
    }
}
