package io.transship.manager.decision;

import io.transship.manager.migration.MigrationRequest;
import java.util.Map;

/** Carries a migration out. Thread-safe. */
@FunctionalInterface
public interface MigrationExecutor {

    /**
     * Migrates, and returns when the container serves at the target.
     *
     * @return what was measured, for the event
     * @throws io.transship.core.failure.TransshipException if it serves at the source again
     */
    Map<String, Object> execute(MigrationRequest request);
}
