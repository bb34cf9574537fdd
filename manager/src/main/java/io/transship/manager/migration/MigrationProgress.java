package io.transship.manager.migration;

import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;

/**
 * Where a migration stands.
 *
 * @param id of the migration
 * @param request what was ordered
 * @param phase its phase
 * @param detail what goes on, for people ("image ahead")
 * @param done bytes of the files that are on their way now
 * @param total bytes of them all; zero if not known
 * @param bound the most that is sent now; zero: no bound
 * @param elapsed since the order
 */
public record MigrationProgress(
        String id,
        MigrationRequest request,
        MigrationPhase phase,
        String detail,
        ByteCount done,
        ByteCount total,
        BitRate bound,
        Duration elapsed) {}
