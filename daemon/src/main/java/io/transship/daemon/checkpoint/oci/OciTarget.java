package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.TargetRestore;
import io.transship.daemon.checkpoint.memory.BoundMemory;
import io.transship.daemon.network.ReadyChange;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores containers: the engine starts them, our OCI runtime restores instead. */
final class OciTarget implements TargetRestore {

    private static final Logger LOG = LoggerFactory.getLogger(OciTarget.class);

    /** Note: the copy runs. */
    private static final String RESTORED = "restored";

    /** Note for our OCI runtime: the memory comes later. */
    private static final String LAZY = "lazy";

    /** Note of our OCI runtime: the folder on the host that is the copy's shared memory. */
    private static final String BOUND = "shm";

    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final OciHost host;
    private final Workspace workspace;
    private final MigrationCopy copies;
    private final RestoreGate gate;
    private final RoundFolders rounds;
    private final Map<MigrationId, Ready> ready = new ConcurrentHashMap<>();

    /**
     * What would cost time if it were looked for, or started, while nobody serves.
     *
     * @param copy the container that waits
     * @param attach that plugs it in
     */
    private record Ready(ManagedContainer copy, ReadyChange attach) {}

    /** Works on this host; starts wait at the gate. */
    OciTarget(OciHost host, RestoreGate gate) {
        this.host = host;
        this.workspace = host.workspace();
        this.copies = new MigrationCopy(workspace, host.runtime(), host.images());
        this.gate = gate;
        this.rounds = new RoundFolders(workspace);
    }

    @Override
    public Path prepare(MigrationId migration, Handover handover) {
        ContainerSpec spec = handover.spec();
        if (copies.isBegun(migration)) {
            return workspace.images(migration);
        }
        EngineDescription source =
                EngineDescription.read(handover.engineDescription(), host.engine().name());
        copies.begin(migration, handover);
        if (handover.mode() == MigrationMode.PRE_COPY) {
            rounds.create(migration);
        }
        if (!source.descriptors().isEmpty()) {
            workspace.note(migration, OciSource.DESCRIPTORS, source.descriptorsFile());
        }
        if (handover.mode() == MigrationMode.POST_COPY) {
            workspace.note(migration, LAZY, "");
        }
        workspace.note(
                migration,
                Workspace.CRIU_SETTINGS,
                workspace.prepared(migration).make(source.memory()));
        host.mounts().claim(migration, spec);
        host.engine().create(spec, handover.imageId(), RestartPolicy.NO);
        host.network().add(spec.name(), source.neighbours());
        host.trees().locate(spec.name());
        return workspace.images(migration);
    }

    @Override
    public void arm(MigrationId migration) {
        ManagedContainer copy = copies.demand(migration);
        gate.arm(migration, copy.spec().name());
        forget(migration);
        ready.put(
                migration,
                new Ready(
                        copy,
                        host.network().readyToAttach(copy.spec().name(), copy.spec().address())));
    }

    @Override
    public void plug(MigrationId migration) {
        Ready known = ready.get(migration);
        if (known != null) {
            known.attach().make();
        } else {
            ManagedContainer copy = copies.demand(migration);
            host.network().attach(copy.spec().name(), copy.spec().address());
        }
    }

    private void forget(MigrationId migration) {
        Ready known = ready.remove(migration);
        if (known != null) {
            known.attach().close();
        }
    }

    @Override
    public void stepBack(MigrationId migration) {
        gate.stepBack(migration, copies.name(migration));
    }

    @Override
    public void restore(MigrationId migration, Duration deadline) {
        if (workspace.noted(migration, RESTORED).isPresent()) {
            return;
        }
        Ready known = ready.get(migration);
        ManagedContainer copy = known == null ? copies.demand(migration) : known.copy();
        ContainerId container = copy.spec().name();
        try {
            unpackBound(migration);
            rounds.chain(migration);
            gate.open(migration, container, deadline);
        } catch (TransshipException e) {
            stop(migration, copy);
            throw e;
        }
        workspace.note(migration, RESTORED, container.name());
    }

    /** Our OCI runtime noted where the engine made the copy's shared memory. */
    private void unpackBound(MigrationId migration) {
        Path images = workspace.images(migration);
        if (Files.exists(images.resolve(BoundMemory.FILE))) {
            String place =
                    workspace
                            .noted(migration, BOUND)
                            .filter(text -> !text.isEmpty())
                            .orElseThrow(
                                    () ->
                                            new TransshipException(
                                                    FailureCode.RESTORE_FAILED,
                                                    "the engine here has no /dev/shm for what the"
                                                            + " source had in its own"));
            new BoundMemory(host.commands()).unpack(images, Path.of(place));
        }
    }

    private void stop(MigrationId migration, ManagedContainer copy) {
        forget(migration);
        host.network().detach(copy.spec().name());
        gate.callOff(migration, copy);
    }

    @Override
    public void keep(MigrationId migration) {
        Ready known = ready.get(migration);
        if (known != null) {
            gate.requireStart(migration, known.copy().spec().name());
        }
    }

    @Override
    public void commit(MigrationId migration) {
        if (copies.isCommitted(migration) && !copies.isBegun(migration)) {
            return;
        }
        gate.letEnd(migration);
        ManagedContainer copy = copies.demand(migration);
        forget(migration);
        settle(migration, copy);
        workspace.commit(migration, copy.spec().name());
        host.engine().setRestartPolicy(copy.spec().name(), copy.spec().restart());
        host.network().announce(copy.spec().address());
        workspace.remove(migration);
    }

    /** The source's older state must not come back once clients may have seen the copy. */
    private void settle(MigrationId migration, ManagedContainer copy) {
        ContainerId container = copy.spec().name();
        try {
            gate.settle(migration, container, SETTLING);
        } catch (TransshipException e) {
            if (e.code() != FailureCode.RESTORE_FAILED) {
                throw e;
            }
            LOG.error("{} ended with its engine, and begins anew: {}", container, e.line());
            gate.callOff(migration, copy);
            host.runtime().start(container);
        }
    }

    @Override
    public boolean abort(MigrationId migration) {
        if (copies.isCommitted(migration)) {
            return copies.serves(migration);
        }
        remove(migration);
        return false;
    }

    /** Kills the copy and removes all that belongs to it. */
    void remove(MigrationId migration) {
        if (copies.isBegun(migration)) {
            ContainerId container = copies.name(migration);
            Optional<ManagedContainer> copy = host.runtime().find(container);
            copy.ifPresent(each -> stop(migration, each));
            host.runtime().remove(container);
            workspace.withdraw(container);
            host.mounts().giveUp(migration);
        }
        // Last: while it lives, a process that waits for a page goes on waiting.
        ContainerProcesses.killProgram("criu", workspace.folder(migration).toString());
        workspace.remove(migration);
    }

    ContainerId container(MigrationId migration) {
        return copies.name(migration);
    }
}
