package io.transship.daemon.session.lease;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does once more, from time to time, what an engine that is down could not do. Thread-safe. */
public final class Repeater {

    private static final Logger LOG = LoggerFactory.getLogger(Repeater.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ScheduledExecutorService scheduler;
    private final Executor threads;
    private final AtomicBoolean repeats = new AtomicBoolean();

    /** Nothing is done yet; what will be may block, on threads of its own. */
    public Repeater(ScheduledExecutorService scheduler, Executor threads) {
        this.scheduler = scheduler;
        this.threads = threads;
    }

    /** Does it now; if it fails, says so to the caller, and goes on until it succeeds. */
    public void untilDone(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (repeats.compareAndSet(false, true)) {
                later(work);
            }
            throw e;
        }
    }

    private void later(Runnable work) {
        var _ =
                scheduler.schedule(
                        () -> threads.execute(() -> again(work)),
                        PAUSE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void again(Runnable work) {
        try {
            work.run();
            repeats.set(false);
        } catch (RuntimeException e) {
            LOG.warn("Once more in {}: {}", PAUSE, e.getMessage());
            later(work);
        }
    }
}
