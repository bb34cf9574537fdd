package io.transship.manager.migration;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;

/**
 * An order to move a container.
 *
 * @param container which
 * @param source where it runs
 * @param target where it shall run
 * @param mode "copy"
 */
public record MigrationRequest(ContainerId container, HostId source, HostId target, String mode) {

    /** An order in mode "copy". */
    public static MigrationRequest copy(ContainerId container, HostId source, HostId target) {
        return new MigrationRequest(container, source, target, "copy");
    }
}
