package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.TargetRestore;
import io.transship.daemon.checkpoint.oci.EngineDescription;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Restores containers by Docker's start from a checkpoint. Nothing of it can be done ahead: the
 * container's start, its network and its memory all lie between dump and service.
 */
final class StockTarget implements TargetRestore {

    /** Note: the migration's container; it is here because of this migration. */
    private static final String CONTAINER = "container";

    /** Note: what the source told of its engine and of the container's neighbours. */
    private static final String SOURCE = "source";

    /** Note: the copy runs. */
    private static final String RESTORED = "restored";

    private final StockHost host;
    private final Workspace workspace;
    private final StockRestore restore;

    StockTarget(StockHost host) {
        this.host = host;
        this.workspace = host.workspace();
        this.restore = new StockRestore(host);
    }

    @Override
    public Path prepare(MigrationId migration, Handover handover) {
        ContainerSpec spec = handover.spec();
        if (workspace.noted(migration, CONTAINER).isPresent()) {
            return restore.folder(copy(migration));
        }
        EngineDescription source =
                EngineDescription.read(handover.engineDescription(), StockHost.NAME);
        if (host.images().find(handover.imageId()).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "image %s of '%s' is not on this host"
                            .formatted(handover.imageId(), spec.name()));
        }
        if (host.runtime().find(spec.name()).isPresent()) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "this host has a container '" + spec.name() + "' already");
        }
        workspace.create(migration, handover.expectedState());
        workspace.note(migration, CONTAINER, spec.name().name());
        workspace.note(migration, SOURCE, source.write());
        host.mounts().claim(migration, spec);
        ManagedContainer copy = host.runtime().create(spec, handover.imageId(), RestartPolicy.NO);
        host.trees().locate(spec.name());
        return restore.makeFolder(copy);
    }

    /** Docker's start does not wait for a dump. */
    @Override
    public void arm(MigrationId migration) {
        host.files().forRestore(migration, copy(migration).spec().name());
    }

    /** The namespace is made by the restore itself, which plugs it in. */
    @Override
    public void plug(MigrationId migration) {}

    /** Nothing looks at the layer before the restore. */
    @Override
    public void stepBack(MigrationId migration) {}

    @Override
    public void restore(MigrationId migration, Duration deadline) {
        if (workspace.noted(migration, RESTORED).isPresent()) {
            return;
        }
        ManagedContainer copy = copy(migration);
        EngineDescription source =
                EngineDescription.read(
                        workspace.noted(migration, SOURCE).orElse(""), StockHost.NAME);
        try {
            restore.run(migration, copy, source.neighbours(), deadline);
        } catch (TransshipException e) {
            stop(migration, copy);
            throw e;
        }
        workspace.note(migration, RESTORED, copy.spec().name().name());
    }

    private void stop(MigrationId migration, ManagedContainer copy) {
        host.network().detach(copy.spec().name());
        restore.callOff(migration, copy);
    }

    @Override
    public void commit(MigrationId migration) {
        if (workspace.committed(migration).isPresent()
                && workspace.noted(migration, CONTAINER).isEmpty()) {
            return;
        }
        ManagedContainer copy = copy(migration);
        workspace.commit(migration, copy.spec().name());
        host.runtime().setRestartPolicy(copy.spec().name(), copy.spec().restart());
        host.network().announce(copy.spec().address());
        host.files().forDump(copy.spec().name());
        restore.removeFolder(copy);
        workspace.remove(migration);
    }

    @Override
    public boolean abort(MigrationId migration) {
        Optional<ContainerId> committed = workspace.committed(migration);
        if (committed.isPresent()) {
            return host.runtime()
                    .find(committed.get())
                    .filter(ManagedContainer::running)
                    .isPresent();
        }
        remove(migration);
        return false;
    }

    private void remove(MigrationId migration) {
        Optional<ContainerId> name = workspace.noted(migration, CONTAINER).map(ContainerId::new);
        if (name.isPresent()) {
            host.runtime().find(name.get()).ifPresent(each -> stop(migration, each));
            host.runtime().remove(name.get());
            host.mounts().giveUp(migration);
        }
        workspace.remove(migration);
    }

    private ManagedContainer copy(MigrationId migration) {
        return host.demand(
                new ContainerId(
                        workspace
                                .noted(migration, CONTAINER)
                                .orElseThrow(
                                        () ->
                                                new TransshipException(
                                                        FailureCode.MIGRATION_UNKNOWN,
                                                        "migration "
                                                                + migration
                                                                + " is not prepared here"))));
    }
}
