package io.transship.daemon.transfer;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a data connection on which the target takes nothing although it has to; a blocked write has
 * no deadline of its own. A slow target is not a dead one: each piece that it says to have taken
 * counts, and it says so twice a second while bytes come. The sender then makes a new connection,
 * or fails.
 */
public final class StallGuard implements AutoCloseable {

    private static final int CHECKS = 4;

    private final TransferSender sender;
    private final ScheduledFuture<?> task;
    private long mark = -1;
    private int idleChecks;

    /** Watches from now on. */
    public StallGuard(
            TransferSender sender, Duration patience, ScheduledExecutorService scheduler) {
        this.sender = sender;
        long ms = Math.max(1, patience.toMillis() / CHECKS);
        this.task = scheduler.scheduleAtFixedRate(this::check, ms, ms, TimeUnit.MILLISECONDS);
    }

    private void check() {
        long now = sender.takenMark();
        boolean stalled = sender.isWaiting() && now == mark;
        mark = now;
        idleChecks = stalled ? idleChecks + 1 : 0;
        if (idleChecks >= CHECKS) {
            idleChecks = 0;
            sender.cut();
        }
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
