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

    /** Ends what the journal says is unfinished; for a manager that starts. */
    List<Migration> recover(MigrationListener listener);
}
