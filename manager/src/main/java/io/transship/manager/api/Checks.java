package io.transship.manager.api;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.CheckReport;
import java.util.Optional;

/** What can be looked at before a move (docs/checks.md). Touches nothing. Thread-safe. */
public interface Checks {

    /**
     * Whether a container may move to a host.
     *
     * @param mode empty: as configured
     * @throws io.transship.core.failure.TransshipException CONTAINER_UNKNOWN, HOST_UNKNOWN
     */
    CheckReport move(ContainerId container, HostId target, Optional<MigrationMode> mode);

    /**
     * Whether a host is fit for migrations.
     *
     * @throws io.transship.core.failure.TransshipException HOST_UNKNOWN
     */
    CheckReport host(HostId host);
}
