package io.transship.manager.api;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.ContainerReport;
import io.transship.manager.api.report.PlanReport;
import java.util.Optional;

/** What can be ordered. Thread-safe. */
public interface Orders {

    /**
     * Starts a managed container; returns when it runs.
     *
     * @throws io.transship.core.failure.TransshipException if it can't
     */
    ContainerReport run(RunOrder order);

    /**
     * Begins to move a container; returns the migration's id at once.
     *
     * @param mode empty: as configured
     * @throws io.transship.core.failure.TransshipException if the order makes no sense
     */
    String migrate(ContainerId container, HostId target, Optional<MigrationMode> mode);

    /**
     * Predicts what the move would cost in each mode; nothing is touched.
     *
     * @param mode empty: as configured
     * @throws io.transship.core.failure.TransshipException if the order makes no sense, or a daemon
     *     does not answer
     */
    PlanReport plan(ContainerId container, HostId target, Optional<MigrationMode> mode);

    /**
     * Gives a migration up that is under way; it is rolled back while this returns.
     *
     * @throws io.transship.core.failure.TransshipException MIGRATION_UNKNOWN; ABORT_REFUSED: past
     *     its commit point, or over
     */
    void abort(String migration);

    /**
     * Checks a configuration file without using it.
     *
     * @param name of the file, for messages
     * @throws io.transship.core.failure.TransshipException with all that is wrong
     */
    void checkConfig(String name, String text);
}
