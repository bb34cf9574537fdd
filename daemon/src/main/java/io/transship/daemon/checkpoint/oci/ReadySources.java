package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.memory.BoundMemory;
import io.transship.daemon.checkpoint.memory.MemoryMount;
import io.transship.daemon.checkpoint.memory.MemoryMounts;
import io.transship.daemon.network.ReadyChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What would cost time if it were looked for, or started, while a container stands still. A daemon
 * that was started anew has none of it and looks then. Thread-safe.
 */
final class ReadySources {

    private static final Logger LOG = LoggerFactory.getLogger(ReadySources.class);

    private final OciHost host;
    private final Freezer freezer;
    private final Map<MigrationId, Ready> ready = new ConcurrentHashMap<>();

    /**
     * Of one migration.
     *
     * @param group that freezes the container
     * @param close that stops every frame from and to it
     * @param detach that unplugs it
     * @param memory file systems that the dump leaves out
     * @param bound its shared memory, if that is the host's
     */
    private record Ready(
            Freezer.Group group,
            ReadyChange close,
            ReadyChange detach,
            MemoryMounts memory,
            Optional<Path> bound) {}

    ReadySources(OciHost host, Freezer freezer) {
        this.host = host;
        this.freezer = freezer;
    }

    /**
     * Looks and starts; CRIU's settings are noted.
     *
     * @return the file systems that the dump leaves out
     */
    List<MemoryMount> prepare(MigrationId migration, ContainerId container, String engineId) {
        long process = host.engine().process(container);
        Optional<Path> bound = bound(engineId);
        MemoryMounts memory = MemoryMounts.of(host.commands(), process, bound.isPresent());
        host.workspace().note(migration, Workspace.CRIU_SETTINGS, memory.dumpSettings());
        forget(migration);
        ready.put(
                migration,
                new Ready(
                        freezer.group(process),
                        host.network().readyToClose(container),
                        host.network().readyToDetach(container),
                        memory,
                        bound));
        return memory.list();
    }

    private Optional<Path> bound(String engineId) {
        return host.workspace()
                .runcRoot(engineId)
                .map(root -> root.resolve(engineId).resolve("state.json"))
                .filter(Files::exists)
                .flatMap(BoundMemory::of);
    }

    /** Its shared memory, if that is the host's and not in the dump. */
    Optional<Path> boundMemory(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        return known == null ? bound(host.demand(container).engineId()) : known.bound();
    }

    Freezer.Group group(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        return known == null ? freezer.group(host.engine().process(container)) : known.group();
    }

    /** No frame reaches it any more or gets out; {@link #detach} has to follow. */
    void cut(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        if (known == null) {
            host.network().detach(container);
            return;
        }
        try {
            known.close().make();
        } catch (TransshipException e) {
            LOG.debug("Migration {}: {}", migration, e.line());
            known.detach().make();
        }
    }

    /** It is unplugged, and stays so whatever becomes of the other end of its cable. */
    void detach(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        if (known == null) {
            host.network().detach(container);
        } else {
            known.detach().make();
        }
    }

    /** Whether a dump may leave out what the target was told; the container stands still. */
    boolean memoryIsAsDescribed(MigrationId migration) {
        Ready known = ready.get(migration);
        return known == null || known.memory().areUnchanged();
    }

    void forget(MigrationId migration) {
        Ready known = ready.remove(migration);
        if (known != null) {
            known.close().close();
            known.detach().close();
        }
    }
}
