package io.transship.daemon.transfer;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends a data connection on which no byte goes on; a blocked write has no deadline of its own. */
public final class StallGuard implements AutoCloseable {

    private final TransferSender sender;
    private final ScheduledFuture<?> task;
    private long before = -1;

    /** Watches from now on. */
    public StallGuard(
            TransferSender sender, Duration patience, ScheduledExecutorService scheduler) {
        this.sender = sender;
        long ms = patience.toMillis();
        this.task = scheduler.scheduleAtFixedRate(this::check, ms, ms, TimeUnit.MILLISECONDS);
    }

    private void check() {
        long now = sender.sentBytes();
        if (now == before) {
            sender.close();
        }
        before = now;
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
