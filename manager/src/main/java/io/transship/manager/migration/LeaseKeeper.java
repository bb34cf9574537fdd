package io.transship.manager.migration;

import io.transship.core.failure.TransshipException;
import io.transship.manager.daemons.DaemonClient;
import io.transship.proto.v1.RenewReply;
import io.transship.proto.v1.RenewRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the target's uncommitted copy alive while the manager lives, and knows when it must be dead
 * if the target doesn't answer.
 *
 * <p>The target counts its lease from the moment it issued the token that comes back. That moment
 * is before the manager received the token, so the lease is over at the latest one length after the
 * manager received the newest token that it ever sent back. Thread-safe.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration KILL = Duration.ofSeconds(2);
    private final DaemonClient target;
    private final String migration;
    private final Duration length;
    private final RenewalPace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long token;
    private long tokenReceived = System.nanoTime();

    /** Nothing was sent back before: the lease that the source asked for began before this. */
    private long countsFrom = tokenReceived;

    LeaseKeeper(DaemonClient target, String migration, Duration length) {
        this.target = target;
        this.migration = migration;
        this.length = length;
        this.pace = RenewalPace.of(length);
    }

    /**
     * Renews until {@link #close}, on a thread of its own: virtual ones wait for each other where
     * the processors are busy, and nobody must wait for this one.
     */
    void start() {
        Thread.ofPlatform().name("lease-" + migration).daemon().start(this::renewUntilClosed);
    }

    private void renewUntilClosed() {
        try {
            Duration pause = pace.period();
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = renewQuietly() ? pace.period() : pace.again();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The source said just now that the target's session is open: its lease has begun. */
    synchronized void began() {
        countsFrom = System.nanoTime();
    }

    /** Whether the target answered. */
    private boolean renewQuietly() {
        try {
            var _ = renew(false);
            return true;
        } catch (TransshipException e) {
            // The session is not open yet, or whoever drives the migration finds out.
            LOG.debug("Migration {}: {}", migration, e.line());
            return false;
        }
    }

    /** Tells the target that the switches fence the container. */
    void fenced() {
        var _ = renew(true);
    }

    /** How far the target is; MIGRATION_UNKNOWN if it has given up. */
    RenewReply ask() {
        return renew(false);
    }

    private synchronized RenewReply renew(boolean fenced) {
        RenewRequest request =
                RenewRequest.newBuilder()
                        .setMigrationId(migration)
                        .setToken(token)
                        .setFenced(fenced)
                        .build();
        if (token != 0) {
            countsFrom = Math.max(countsFrom, tokenReceived);
        }
        RenewReply reply = target.renew(request, pace.call());
        token = reply.getToken();
        tokenReceived = System.nanoTime();
        return reply;
    }

    /** How long the target's copy may live from now on, if nothing more is sent to it. */
    synchronized Duration remaining() {
        // For clocks that run differently, and for the kill itself.
        Duration margin = length.dividedBy(10).plus(KILL);
        long endsAt = countsFrom + length.plus(margin).toNanos();
        return Duration.ofNanos(Math.max(0, endsAt - System.nanoTime()));
    }

    /** No renewal is sent after this returns. */
    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            token = 0;
        }
    }
}
