package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import io.transship.daemon.checkpoint.memory.BoundMemory;
import io.transship.daemon.checkpoint.memory.MemoryMount;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.RunningCommand;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps containers with runc and CRIU, past the engine. Whatever the mode, the processes stay where
 * they are, frozen and unplugged, until the copy is the container; the engine sees their end then
 * (exit code 137). So the way back is a thaw, and nothing is torn down while nobody serves.
 */
final class OciSource implements SourceCheckpoint {

    /** The modes in which all of the state is in the source's own files, too. */
    private static final Set<MigrationMode> WHOLE =
            Set.of(MigrationMode.COPY, MigrationMode.PRE_COPY);

    private static final Duration RESTORE_DEADLINE = Duration.ofSeconds(60);

    private static final Duration PATIENCE_WITH_OUTSIDERS = Duration.ofSeconds(3);
    private static final Duration ONE_ATTEMPT = Duration.ofMillis(500);

    /** Note: the dump has begun; in which mode. */
    private static final String DUMPING = "dumping";

    /** Note: the dump's files are complete. */
    private static final String DUMPED = "dumped";

    /** The file in which runc keeps what the container's first three descriptors are. */
    static final String DESCRIPTORS = "images/descriptors.json";

    /** Note: what the target was told, which the way back from the dump needs, too. */
    private static final String DESCRIPTION = "description";

    /** Note: the target knows the descriptors already, the dump goes without them. */
    private static final String TOLD = "told";

    private static final Duration GIVING_UP = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(OciSource.class);

    private final OciHost host;
    private final Workspace workspace;
    private final RestoreGate gate;
    private final DumpGate dumps;
    private final ReadySources ready;
    private final OciDump processes;
    private final Freezer freezer = new Freezer();
    private final Await await = new Await(Duration.ofMillis(5));

    /** Works on this host; the way back leads through the gate. */
    OciSource(OciHost host, RestoreGate gate, OciDump processes) {
        this.host = host;
        this.workspace = host.workspace();
        this.gate = gate;
        this.dumps = new DumpGate(host.commands(), workspace);
        this.processes = processes;
        this.ready = new ReadySources(host, freezer);
    }

    @Override
    public Handover prepare(MigrationId migration, ContainerId container, DumpOrder order) {
        ManagedContainer found = DumpableContainer.require(host.demand(container), order.mode());
        host.trees().locate(container);
        ByteCount memory = ContainerProcesses.memory(found.engineId());
        workspace.create(migration, memory);
        if (order.mode() == MigrationMode.PRE_COPY) {
            new RoundFolders(workspace).create(migration);
        }
        host.engine().setRestartPolicy(container, RestartPolicy.NO);
        List<MemoryMount> left = ready.prepare(migration, container, found.engineId());
        List<String> descriptors = arm(migration, found, order);
        String description =
                new EngineDescription(
                                host.engine().name(),
                                host.versions().criu(),
                                host.network().read(container),
                                descriptors,
                                left)
                        .write();
        workspace.note(migration, DESCRIPTION, description);
        return new Handover(found.spec(), found.imageId(), description, order.mode(), memory);
    }

    /** Starts the dump up to its barrier; the target's runc needs what this one then knows. */
    private List<String> arm(MigrationId migration, ManagedContainer found, DumpOrder order) {
        if (dumps.armed(migration).isEmpty()
                && !dumps.arm(migration, leavingOut(migration, command(migration, found, order)))) {
            return List.of();
        }
        dumps.armed(migration).ifPresent(processes::expect);
        List<String> descriptors =
                workspace
                        .noted(migration, DESCRIPTORS)
                        .map(EngineDescription::descriptors)
                        .orElse(List.of());
        if (!descriptors.isEmpty()) {
            workspace.note(migration, TOLD, "");
        }
        return descriptors;
    }

    @Override
    public void freeze(MigrationId migration, ContainerId container) {
        if (workspace.noted(migration, DUMPED).isEmpty()) {
            Freezer.Group group = ready.group(migration, container);
            if (!await.until(() -> frozenAlone(group), PATIENCE_WITH_OUTSIDERS)) {
                if (!Outsiders.in(group.folder())) {
                    freezer.freeze(group);
                    return;
                }
                throw new TransshipException(
                        FailureCode.NOT_DUMPABLE,
                        "a health check or an exec in '%s' does not end".formatted(container),
                        "End it, or wait until it ends.",
                        null);
            }
        }
    }

    /** Nothing that came from outside may be among the stopped processes. */
    private boolean frozenAlone(Freezer.Group group) {
        // Half-made processes of an exec can keep the whole group from being stopped.
        if (!freezer.freezes(group, ONE_ATTEMPT)) {
            return false;
        }
        if (Outsiders.in(group.folder())) {
            group.freeze(false);
            return false;
        }
        return true;
    }

    @Override
    public Dump dump(
            MigrationId migration, ContainerId container, DumpOrder order, Runnable begun) {
        if (workspace.noted(migration, DUMPED).isPresent()) {
            begun.run();
        } else {
            boolean leaves = order.mode() != MigrationMode.LEAVE_RUNNING;
            if (leaves) {
                // First of all: what it would still be sent, its kernel would acknowledge for
                // nobody.
                ready.cut(migration, container);
            }
            workspace.note(migration, DUMPING, order.mode().word());
            RunningCommand dump = begin(migration, container, order);
            begun.run();
            if (leaves) {
                ready.detach(migration, container);
            }
            await(dump, migration, container, order);
            ready.boundMemory(migration, container)
                    .ifPresent(
                            memory ->
                                    new BoundMemory(host.commands())
                                            .pack(memory, workspace.images(migration)));
            workspace.note(migration, DUMPED, container.name());
        }
        return files(migration);
    }

    private RunningCommand begin(MigrationId migration, ContainerId container, DumpOrder order) {
        Optional<RunningCommand> armed = armed(migration);
        if (armed.isPresent()) {
            processes.begins();
            dumps.open(migration);
        }
        return armed.orElseGet(() -> start(migration, container, order));
    }

    private void await(
            RunningCommand dump, MigrationId migration, ContainerId container, DumpOrder order) {
        processes.await(dump, dumps, migration, container, order);
        if (order.mode() == MigrationMode.POST_COPY) {
            // CRIU holds the processes while it serves; frozen they stay put when it dies.
            freezer.freeze(ready.group(migration, container));
        }
    }

    /** One that would leave out what has changed since is called off; CRIU packs it then. */
    private Optional<RunningCommand> armed(MigrationId migration) {
        if (!ready.memoryIsAsDescribed(migration)) {
            LOG.info("Migration {}: a memory file system has changed, CRIU packs it", migration);
            dumps.callOff(migration);
        }
        return dumps.armed(migration);
    }

    private RunningCommand start(MigrationId migration, ContainerId container, DumpOrder order) {
        RunningCommand dump =
                host.commands().start(command(migration, host.demand(container), order));
        processes.expect(dump);
        return dump;
    }

    private Command command(MigrationId migration, ManagedContainer found, DumpOrder order) {
        Command dump = processes.command(migration, found.engineId(), order);
        Map<String, String> environment = new HashMap<>(dump.environment());
        environment.put(
                "TRANSSHIP_NETWORK", LinuxNetwork.namespace(found.spec().name()).toString());
        return dump.with(environment);
    }

    /** The files that CRIU need not pack are the target's already. */
    private Command leavingOut(MigrationId migration, Command dump) {
        Map<String, String> environment = new HashMap<>(dump.environment());
        environment.put("CRIU_CONFIG_FILE", workspace.criuSettings(migration).toString());
        return dump.with(environment);
    }

    @Override
    public void thaw(MigrationId migration, ContainerId container) {
        dumps.letEnd(migration);
        freezer.thaw(host.engine().process(container));
    }

    @Override
    public void stop(MigrationId migration, ContainerId container) {
        freezer.freeze(freezer.group(host.engine().process(container)));
        host.network().detach(container);
    }

    private Dump files(MigrationId migration) {
        Path images = workspace.images(migration);
        Path known =
                workspace.noted(migration, TOLD).isPresent()
                        ? workspace.folder(migration).resolve(DESCRIPTORS)
                        : images;
        Dump dump = OciDump.files(images);
        return new Dump(
                images,
                dump.files().stream()
                        .filter(each -> !images.resolve(each.name()).equals(known))
                        .toList());
    }

    @Override
    public void resume(MigrationId migration, ContainerId container) {
        // A daemon that died while it dumped may have left its runc at work.
        endDump(migration);
        ready.forget(migration);
        host.runtime()
                .find(container)
                .ifPresentOrElse(
                        found -> bringBack(migration, found),
                        () -> LOG.warn("'{}' was removed while it moved", container));
        workspace.remove(migration);
    }

    private void bringBack(MigrationId migration, ManagedContainer found) {
        ContainerId container = found.spec().name();
        if (found.running()) {
            host.network().attach(container, found.spec().address());
            freezer.thaw(host.engine().process(container));
        } else if (hasState(migration)) {
            restoreHere(migration, found);
        } else {
            // The host lost its power, and with it the dump: nobody has the state any more.
            LOG.warn(
                    "'{}' is {} and there is no dump of it: it begins anew",
                    container,
                    found.state());
            host.runtime().start(container);
        }
        host.engine().setRestartPolicy(container, found.spec().restart());
    }

    /**
     * A CRIU whose files are complete ends by itself, in order; one that serves pages does when its
     * socket is closed.
     */
    private void endDump(MigrationId migration) {
        dumps.letEnd(migration);
        String images = workspace.images(migration).toString();
        if (workspace.noted(migration, DUMPED).isPresent()
                || mode(migration).filter(MigrationMode.POST_COPY::equals).isPresent()) {
            await.until(() -> !ContainerProcesses.anyWith(images), GIVING_UP);
        }
        dumps.callOff(migration);
    }

    private Optional<MigrationMode> mode(MigrationId migration) {
        return workspace.noted(migration, DUMPING).flatMap(MigrationMode::of);
    }

    /**
     * Whether files hold the last state of a container that ended meanwhile, as with its engine.
     */
    private boolean hasState(MigrationId migration) {
        boolean whole =
                workspace.noted(migration, DUMPED).isPresent()
                        || Files.exists(workspace.images(migration).resolve("inventory.img"));
        return whole && mode(migration).filter(WHOLE::contains).isPresent();
    }

    private void restoreHere(MigrationId migration, ManagedContainer found) {
        ContainerId container = found.spec().name();
        host.network().attach(container, found.spec().address());
        prepareMemory(migration);
        try {
            gate.arm(migration, container);
            gate.open(migration, container, RESTORE_DEADLINE);
            gate.settle(migration, container, RESTORE_DEADLINE);
        } catch (TransshipException e) {
            host.network().detach(container);
            gate.callOff(migration, found);
            throw e;
        }
        workspace.forget(migration, DUMPED);
    }

    private void prepareMemory(MigrationId migration) {
        workspace
                .noted(migration, DESCRIPTION)
                .map(text -> EngineDescription.read(text, host.engine().name()).memory())
                .map(memory -> workspace.prepared(migration).make(memory))
                .ifPresent(
                        settings -> workspace.note(migration, Workspace.CRIU_SETTINGS, settings));
    }

    @Override
    public void finish(MigrationId migration, ContainerId container) {
        ready.forget(migration);
        // Only the container that this migration dumped: another one may have come back since.
        boolean dumped = workspace.noted(migration, DUMPED).isPresent();
        if (dumped) {
            endDump(migration);
            endFrozen(container);
        }
        // After a power cut there is no note, but the container does not run either.
        if (dumped || host.runtime().find(container).filter(each -> !each.running()).isPresent()) {
            host.runtime()
                    .find(container)
                    .ifPresent(each -> host.mounts().leaveLater(migration, each.spec()));
            host.runtime().remove(container);
            host.mounts().leave(migration);
            workspace.remove(migration);
        }
    }

    /** Killed before they are thawed, the processes do nothing more. */
    private void endFrozen(ContainerId container) {
        host.runtime()
                .find(container)
                .filter(ManagedContainer::running)
                .ifPresent(
                        found -> {
                            ContainerProcesses.signal(found.engineId());
                            freezer.thaw(host.engine().process(container));
                            ContainerProcesses.kill(found.engineId());
                        });
    }
}
