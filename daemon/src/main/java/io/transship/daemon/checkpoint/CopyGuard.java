package io.transship.daemon.checkpoint;

import java.time.Duration;

/**
 * Kills an uncommitted copy at the end of its lease even if this daemon has died by then. Failures
 * are {@code TransshipException}s. Thread-safe.
 */
public interface CopyGuard {

    /** No guard: where nothing outlives the daemon. */
    CopyGuard NONE =
            new CopyGuard() {
                @Override
                public void killAfter(MigrationId migration, String engineId, Duration time) {}

                @Override
                public void release(MigrationId migration) {}
            };

    /**
     * The container of that id at the engine is killed after that time on this host's monotonic
     * clock, unless this is called again or {@link #release} before.
     */
    void killAfter(MigrationId migration, String engineId, Duration time);

    /** It is not killed any more. */
    void release(MigrationId migration);
}
