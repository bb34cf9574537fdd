package io.transship.daemon.checkpoint.stock;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.TargetRestore;
import io.transship.daemon.checkpoint.oci.EngineDescription;
import io.transship.daemon.checkpoint.oci.MigrationCopy;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Restores containers by Docker's start from a checkpoint. Nothing of it can be done ahead: the
 * container's start, its network and its memory all lie between dump and service.
 */
final class StockTarget implements TargetRestore {

    /** Note: what the source told of its engine and of the container's neighbours. */
    private static final String SOURCE = "source";

    /** Note: the copy runs. */
    private static final String RESTORED = "restored";

    /** Note: the copy's port may be in the bridge. */
    private static final String PLUGGED = "plugged";

    private final StockHost host;
    private final Workspace workspace;
    private final MigrationCopy copies;
    private final StockRestore restore;

    StockTarget(StockHost host) {
        this.host = host;
        this.workspace = host.workspace();
        this.copies = new MigrationCopy(workspace, host.runtime(), host.images());
        this.restore = new StockRestore(host);
    }

    @Override
    public Path prepare(MigrationId migration, Handover handover) {
        ContainerSpec spec = handover.spec();
        if (copies.isBegun(migration)) {
            return restore.folder(copy(migration));
        }
        EngineDescription source =
                EngineDescription.read(handover.engineDescription(), StockHost.NAME);
        copies.begin(migration, handover);
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

    /** The namespace is made by the restore itself, which plugs it in if that was asked before. */
    @Override
    public void plug(MigrationId migration) {
        ManagedContainer copy = copy(migration);
        workspace.note(migration, PLUGGED, "");
        if (workspace.noted(migration, RESTORED).isPresent()) {
            host.network().attach(copy.spec().name(), copy.spec().address());
        }
    }

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
            boolean plugged = workspace.noted(migration, PLUGGED).isPresent();
            restore.run(migration, copy, source.neighbours(), plugged, deadline);
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
        if (copies.isCommitted(migration) && !copies.isBegun(migration)) {
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
        if (copies.isCommitted(migration)) {
            return copies.serves(migration);
        }
        remove(migration);
        return false;
    }

    private void remove(MigrationId migration) {
        if (copies.isBegun(migration)) {
            ContainerId container = copies.name(migration);
            host.runtime().find(container).ifPresent(each -> stop(migration, each));
            host.runtime().remove(container);
            host.mounts().giveUp(migration);
        }
        workspace.remove(migration);
    }

    private ManagedContainer copy(MigrationId migration) {
        return copies.demand(migration);
    }
}
