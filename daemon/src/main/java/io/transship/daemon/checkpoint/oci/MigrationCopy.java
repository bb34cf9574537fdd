package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedContainer;

/**
 * Which container of a target is there only because of a migration, as notes in the migration's
 * folder say; the same whoever restores it.
 */
public final class MigrationCopy {

    /** Note: the migration's container; it is here because of this migration. */
    private static final String CONTAINER = "container";

    private final Workspace workspace;
    private final ContainerRuntime runtime;
    private final ImageStore images;

    /** Of the migrations in that workspace. */
    public MigrationCopy(Workspace workspace, ContainerRuntime runtime, ImageStore images) {
        this.workspace = workspace;
        this.runtime = runtime;
        this.images = images;
    }

    /**
     * Makes the migration's folder, from where on the container's name is the migration's.
     *
     * @throws TransshipException IMAGE_UNAVAILABLE, CONTAINER_CONFLICT, or DISK_FULL if the dump
     *     won't fit
     */
    public void begin(MigrationId migration, Handover handover) {
        ContainerSpec spec = handover.spec();
        if (images.find(handover.imageId()).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "image %s of '%s' is not on this host"
                            .formatted(handover.imageId(), spec.name()));
        }
        if (runtime.find(spec.name()).isPresent()) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "this host has a container '" + spec.name() + "' already");
        }
        workspace.create(migration, handover.expectedState());
        workspace.note(migration, CONTAINER, spec.name().name());
    }

    /** Whether there is one, or was to be one. */
    public boolean isBegun(MigrationId migration) {
        return workspace.noted(migration, CONTAINER).isPresent();
    }

    /**
     * Its name.
     *
     * @throws TransshipException MIGRATION_UNKNOWN if none was begun
     */
    public ContainerId name(MigrationId migration) {
        return new ContainerId(
                workspace
                        .noted(migration, CONTAINER)
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.MIGRATION_UNKNOWN,
                                                "migration "
                                                        + migration
                                                        + " is not prepared here")));
    }

    /** The container as the engine has it now. */
    public ManagedContainer demand(MigrationId migration) {
        return ManagedContainer.demand(runtime, name(migration));
    }

    /** Whether it is this host's own by now. */
    public boolean isCommitted(MigrationId migration) {
        return workspace.committed(migration).isPresent();
    }

    /** Whether one that is committed runs. */
    public boolean serves(MigrationId migration) {
        return workspace
                .committed(migration)
                .flatMap(runtime::find)
                .filter(ManagedContainer::running)
                .isPresent();
    }
}
