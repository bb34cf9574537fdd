package io.transship.manager.migration;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.BitRate;
import io.transship.core.prediction.OwnTraffic;
import io.transship.manager.daemons.DaemonClient;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a migration sends within what its path has left: looks anew each second, or in each
 * period of measurement if that is shorter, and tells the source's daemon. Thread-safe.
 */
final class BoundKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundKeeper.class);

    /**
     * How often it is asked what was sent: loads are measured over several seconds, and what lies
     * between two readings is only taken to be even.
     */
    private static final Duration READINGS = Duration.ofSeconds(1);

    private final MigrationParts parts;
    private final OpenMigration migration;
    private final DaemonClient source;
    private final CountDownLatch closed = new CountDownLatch(1);
    private OwnTraffic own = OwnTraffic.NONE;
    private boolean frozen;
    private volatile BitRate bound = BitRate.ZERO;

    BoundKeeper(MigrationParts parts, OpenMigration migration, DaemonClient source) {
        this.parts = parts;
        this.migration = migration;
        this.source = source;
    }

    /** Looks for the first time, and from now on until {@link #close}. */
    void start() {
        // What is sent until the first reading is its own, too.
        own = own.with(parts.clock().instant(), 0);
        look();
        parts.threads().execute(this::keep);
    }

    private void keep() {
        try {
            long period = Math.min(parts.settings().measured().toMillis(), READINGS.toMillis());
            while (!closed.await(period, TimeUnit.MILLISECONDS)) {
                renewQuietly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (TransshipException e) {
            // The session is not open yet or over, or whoever drives the migration finds out.
            LOG.debug("Migration {}: {}", migration.id(), e.line());
        } catch (RuntimeException e) {
            LOG.error("Migration {} goes on with its old bound", migration.id(), e);
        }
    }

    private synchronized void renew() {
        own = own.with(parts.clock().instant(), source.moved(migration.id()));
        BitRate before = bound;
        look();
        if (!bound.equals(before)) {
            LOG.info("Migration {} sends at most {} now, not {}", migration.id(), bound, before);
            source.limit(migration.id(), bound);
        }
    }

    private synchronized void look() {
        bound =
                parts.bound()
                        .now(
                                new SendingBound.Sending(
                                        migration.request().source(),
                                        migration.request().target(),
                                        frozen,
                                        own,
                                        bound));
    }

    /** From now on the container itself sends nothing. */
    synchronized void freezes() {
        frozen = true;
        look();
    }

    /** The most that is sent now; zero: no bound. */
    BitRate bound() {
        return bound;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
