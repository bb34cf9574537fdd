package io.transship.manager.migration;

import java.time.Duration;

/**
 * How long the parts of a migration took, on the manager's monotonic clock; zero for a part that
 * was not reached.
 *
 * @param prepare from the order to both daemons ready; the source serves
 * @param hold until all switches had confirmed the hold
 * @param dump from the order to dump to the processes gone from the source
 * @param transfer until the target had the whole dump
 * @param restore until the target's copy ran
 * @param release from the commit point to the end of the replay
 * @param downtime from the confirmed hold to the end of the replay
 * @param total from the order to the commit or the end of the way back
 */
public record MigrationTimes(
        Duration prepare,
        Duration hold,
        Duration dump,
        Duration transfer,
        Duration restore,
        Duration release,
        Duration downtime,
        Duration total) {

    /** Nothing measured yet. */
    public static final MigrationTimes NONE =
            new MigrationTimes(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO);
}
