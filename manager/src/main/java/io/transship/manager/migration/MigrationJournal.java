package io.transship.manager.migration;

import io.transship.core.migration.MigrationEffect;
import io.transship.core.migration.MigrationPhase;
import java.time.Instant;
import java.util.List;

/**
 * The manager's memory of its migrations. Each method returns when the entry is on the disk.
 * SWITCHING is the commit point, and written before anything of it is done; so is what comes after
 * the release, and the first touch of daemons and of switches. What lies between touches nothing
 * that is not known to be touched then, and is written with the next of those. Thread-safe.
 */
public interface MigrationJournal {

    /** A migration begins. */
    void begin(String id, MigrationRequest request, Instant at);

    /** It has passed all of these steps and is about to do the effect of the last one. */
    void steps(String id, List<JournalStep> steps);

    /** It is over, or was left open because a host does not answer ({@link Migration#phase}). */
    void end(Migration migration, Instant at);

    /** The migrations that are not in a final phase, oldest first, for a manager that starts. */
    List<OpenMigration> open();

    /**
     * A step of a migration.
     *
     * @param phase that it entered
     * @param effect that is done in it
     * @param at when
     */
    record JournalStep(MigrationPhase phase, MigrationEffect effect, Instant at) {}

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
