package io.transship.manager.migration;

import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationPhase;
import java.time.Instant;
import java.util.List;

/**
 * The manager's memory of its migrations. Each method returns when the entry is on the disk: a step
 * is written before its effect, and SWITCHING is the commit point. Thread-safe.
 */
public interface MigrationJournal {

    /** A migration begins. */
    void begin(String id, MigrationRequest request, Instant at);

    /** It enters the phase and is about to do the effect. */
    void step(String id, MigrationPhase phase, MigrationEffect effect, Instant at);

    /** It is over, or was left open because a host does not answer ({@link Migration#phase}). */
    void end(Migration migration, Instant at);

    /** The migrations that are not in a final phase, oldest first, for a manager that starts. */
    List<OpenMigration> open();

    /**
     * A migration that a manager left unfinished.
     *
     * @param id of the migration
     * @param request what was ordered
     * @param started when
     * @param phase the last one written
     */
    record OpenMigration(
            String id, MigrationRequest request, Instant started, MigrationPhase phase) {}
}
