package io.transship.manager.schedule;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** On a JDK executor. A task that throws is logged and runs again when its time comes. */
final class ExecutorScheduler implements Scheduler {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorScheduler.class);

    private final ScheduledExecutorService service;

    ExecutorScheduler(ScheduledExecutorService service) {
        this.service = service;
    }

    @Override
    public Cancellation every(Duration period, Runnable task) {
        Future<?> future =
                service.scheduleAtFixedRate(
                        guarded(task), 0, period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        Future<?> future = service.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RejectedExecutionException ignored) {
                LOG.debug("not run: the program is ending");
            } catch (RuntimeException e) {
                LOG.error("a scheduled task failed; it goes on when its time comes", e);
            }
        };
    }
}
