package io.transship.manager.migration;

import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.ByteCount;
import io.transship.core.model.HostId;
import io.transship.manager.redirect.HoldReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of a migration.
 *
 * @param id its id
 * @param request what was ordered
 * @param started when
 * @param phase COMMITTED, ROLLED_BACK, LOST; any other: it could not be ended, because a host does
 *     not answer, and goes on with {@link MigrationCoordinator#recover}
 * @param serving the host whose copy serves; empty while that is not settled, or if it is lost
 * @param times how long each part took
 * @param moved bytes on the wire from source to target since the order
 * @param content bytes of files in them: more where they were compressed
 * @param state size of the dump
 * @param hold what the switches held, if they did
 * @param failure why it was rolled back or lost
 */
public record Migration(
        String id,
        MigrationRequest request,
        Instant started,
        MigrationPhase phase,
        Optional<HostId> serving,
        MigrationTimes times,
        ByteCount moved,
        ByteCount content,
        ByteCount state,
        Optional<HoldReport> hold,
        Optional<TransshipException> failure) {

    /** Whether the container runs at the target now. */
    public boolean succeeded() {
        return phase == MigrationPhase.COMMITTED;
    }
}
