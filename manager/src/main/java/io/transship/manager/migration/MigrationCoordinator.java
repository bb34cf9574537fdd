package io.transship.manager.migration;

import java.util.List;

/** Moves containers, one migration per container at a time. Thread-safe. */
public interface MigrationCoordinator {

    /**
     * Moves a container and returns when it is over; blocks, so call it on a virtual thread. A
     * migration that failed and was rolled back is an answer, not an exception.
     *
     * @throws io.transship.core.failure.TransshipException MIGRATION_IN_PROGRESS, HOST_UNKNOWN,
     *     CONTAINER_UNKNOWN, UNSUPPORTED: nothing was touched
     */
    Migration migrate(MigrationRequest request, MigrationListener listener);

    /**
     * Gives a migration up that is under way: it is rolled back at once, whatever it waits for; a
     * dump is finished first. Returns when that is sure; the migration ends by itself.
     *
     * @throws io.transship.core.failure.TransshipException MIGRATION_UNKNOWN: none of that id is
     *     under way; ABORT_REFUSED: it is past its commit point
     */
    void abort(String id);

    /** Ends what the journal says is unfinished; for a manager that starts. */
    List<Migration> recover(MigrationListener listener);
}
