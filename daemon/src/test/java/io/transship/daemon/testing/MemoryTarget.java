package io.transship.daemon.testing;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.TargetRestore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Makes containers from dumps. */
final class MemoryTarget implements TargetRestore {

    private final MemoryHost host;
    private final int life;

    /** Of the host's life until its next power cut. */
    MemoryTarget(MemoryHost host) {
        this.host = host;
        this.life = host.life();
    }

    /** What a daemon was at when the power went does not go on. */
    private void call(String call) {
        host.requireLife(life);
        host.call(call);
    }

    @Override
    public Path prepare(MigrationId migration, Handover handover) {
        call("prepare-target");
        if (host.images().find(handover.imageId()).isEmpty()) {
            throw new TransshipException(
                    FailureCode.IMAGE_UNAVAILABLE, "no image " + handover.imageId() + ".");
        }
        ContainerId container = handover.spec().name();
        host.containers.put(container, new MemoryContainer(handover.spec(), handover.imageId()));
        host.migrations.put(migration, container);
        try {
            return Files.createDirectories(directory(migration));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void arm(MigrationId migration) {
        call("arm");
        host.enter(box(migration), MemoryContainer.State.WAITING);
    }

    @Override
    public void stepBack(MigrationId migration) {
        call("step-back");
    }

    @Override
    public void plug(MigrationId migration) {
        call("plug");
        host.plug(box(migration), true);
    }

    @Override
    public void restore(MigrationId migration, Duration deadline) {
        call("restore");
        MemoryContainer box = box(migration);
        try {
            String name = Files.readString(directory(migration).resolve("inventory.img"));
            if (!name.equals(box.spec.name().name())) {
                throw new TransshipException(FailureCode.RESTORE_FAILED, "a foreign dump.");
            }
            byte[] restored = memory(migration);
            if (!host.fetched.contains(migration)) {
                box.memory = restored;
            }
        } catch (IOException e) {
            throw new TransshipException(FailureCode.RESTORE_FAILED, "no dump.", e);
        }
        host.enter(box, MemoryContainer.State.RUNNING);
        call("after-restore");
    }

    @Override
    public void keep(MigrationId migration) {
        call("keep");
    }

    @Override
    public void commit(MigrationId migration) {
        call("commit-target");
        box(migration).committed = true;
    }

    @Override
    public boolean abort(MigrationId migration) {
        call("abort-target");
        ContainerId container = host.migrations.get(migration);
        MemoryContainer box = container == null ? null : host.containers.get(container);
        if (container == null || box == null) {
            return false;
        }
        if (box.committed) {
            return true;
        }
        host.removeBox(container);
        host.migrations.remove(migration);
        return false;
    }

    /** A post-copy's is not there yet. */
    private byte[] memory(MigrationId migration) throws IOException {
        Path directory = directory(migration);
        if (Files.exists(directory.resolve("pages-1.img"))) {
            return Files.readAllBytes(directory.resolve("pages-1.img"));
        }
        int size = Integer.parseInt(file(migration, "size.img"));
        Path changes = directory.resolve("changes.img");
        if (Files.exists(changes)) {
            return host.rounds.restored(migration, Files.readAllBytes(changes), size);
        }
        Path pages = directory.resolve("pages-7.img");
        return Files.exists(pages) ? Arrays.copyOf(Files.readAllBytes(pages), size) : new byte[0];
    }

    String file(MigrationId migration, String name) throws IOException {
        return Files.readString(directory(migration).resolve(name));
    }

    void fetched(MigrationId migration, byte[] memory) {
        box(migration).memory = memory;
    }

    /** Its processes end; the container stays. */
    void kill(MigrationId migration) {
        ContainerId container = host.migrations.get(migration);
        MemoryContainer box = container == null ? null : host.containers.get(container);
        if (box != null) {
            host.enter(box, MemoryContainer.State.CREATED);
        }
    }

    void lose(MigrationId migration) {
        host.call("lose");
        synchronized (host) {
            host.requireLife(life);
            ContainerId container = host.migrations.remove(migration);
            if (container != null) {
                host.removeBox(container);
            }
        }
    }

    private MemoryContainer box(MigrationId migration) {
        ContainerId container = host.migrations.get(migration);
        if (container == null) {
            throw new TransshipException(
                    FailureCode.RESTORE_FAILED, "nothing was prepared for " + migration + ".");
        }
        return host.require(container);
    }

    Path directory(MigrationId migration) {
        return host.run.resolve("images-" + migration);
    }
}
