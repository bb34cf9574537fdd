package io.transship.manager.migration;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;

/**
 * An order to move a container.
 *
 * @param container which
 * @param source where it runs
 * @param target where it shall run
 * @param mode how its memory travels
 */
public record MigrationRequest(
        ContainerId container, HostId source, HostId target, MigrationMode mode) {

    /** An order in mode {@code copy}. */
    public static MigrationRequest copy(ContainerId container, HostId source, HostId target) {
        return new MigrationRequest(container, source, target, MigrationMode.COPY);
    }
}
