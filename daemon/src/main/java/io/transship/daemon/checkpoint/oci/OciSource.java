package io.transship.daemon.checkpoint.oci;

import io.transship.core.container.Obstacles;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.Dump.DumpFile;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.SourceCheckpoint;
import io.transship.daemon.command.Await;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.RunningCommand;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.network.ReadyChange;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps containers with runc and CRIU, past the engine. Whatever the mode, the processes stay where
 * they are, frozen and unplugged, until the copy is the container; the engine sees their end then
 * (exit code 137). So the way back is a thaw, and nothing is torn down while nobody serves.
 */
final class OciSource implements SourceCheckpoint {

    private static final Duration RESTORE_DEADLINE = Duration.ofSeconds(60);

    private static final Duration PATIENCE_WITH_OUTSIDERS = Duration.ofSeconds(3);
    private static final Duration ONE_ATTEMPT = Duration.ofMillis(500);

    /** Note: the dump has begun; in which mode. */
    private static final String DUMPING = "dumping";

    /** Note: the dump's files are complete. */
    private static final String DUMPED = "dumped";

    /** The file in which runc keeps what the container's first three descriptors are. */
    static final String DESCRIPTORS = "images/descriptors.json";

    /** Note: the target knows the descriptors already, the dump goes without them. */
    private static final String TOLD = "told";

    private static final Duration GIVING_UP = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(OciSource.class);

    private final OciHost host;
    private final Workspace workspace;
    private final RestoreGate gate;
    private final DumpGate dumps;
    private final Map<MigrationId, Ready> ready = new ConcurrentHashMap<>();
    private final OciDump processes;
    private final Freezer freezer = new Freezer();
    private final Await await = new Await(Duration.ofMillis(5));

    /**
     * What would cost time if it were looked for, or started, while the container stands still.
     *
     * @param group that freezes it
     * @param detach that unplugs it
     */
    private record Ready(Freezer.Group group, ReadyChange detach) {}

    /** Works on this host; the way back leads through the gate. */
    OciSource(OciHost host, RestoreGate gate) {
        this.host = host;
        this.workspace = host.workspace();
        this.gate = gate;
        this.dumps = new DumpGate(host.commands(), workspace);
        this.processes = new OciDump(host);
    }

    @Override
    public Handover prepare(MigrationId migration, ContainerId container, DumpOrder order) {
        ManagedContainer found = host.demand(container);
        if (!found.running()) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "'%s' does not run, it is %s".formatted(container, found.state()),
                    "Start it first.",
                    null);
        }
        for (TransshipException obstacle : Obstacles.of(found.spec().options())) {
            throw obstacle;
        }
        host.trees().locate(container);
        ByteCount memory = ContainerProcesses.memory(found.engineId());
        workspace.create(migration, memory);
        host.engine().setRestartPolicy(container, RestartPolicy.NO);
        List<String> descriptors = arm(migration, found, order);
        Freezer.Group group = freezer.group(host.engine().process(container));
        forget(migration);
        ready.put(migration, new Ready(group, host.network().readyToDetach(container)));
        String description =
                new EngineDescription(
                                host.engine().name(),
                                host.versions().criu(),
                                host.network().read(container),
                                descriptors)
                        .write();
        return new Handover(found.spec(), found.imageId(), description, order.mode(), memory);
    }

    /** Starts the dump up to its barrier; the target's runc needs what this one then knows. */
    private List<String> arm(MigrationId migration, ManagedContainer found, DumpOrder order) {
        if (dumps.armed(migration).isEmpty()
                && !dumps.arm(migration, command(migration, found, order))) {
            return List.of();
        }
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
            Freezer.Group group = group(migration, container);
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
    public Dump dump(MigrationId migration, ContainerId container, DumpOrder order) {
        if (workspace.noted(migration, DUMPED).isEmpty()) {
            if (order.mode() != MigrationMode.LEAVE_RUNNING) {
                // First of all: what it would still be sent, its kernel would acknowledge for
                // nobody.
                detach(migration, container);
            }
            workspace.note(migration, DUMPING, order.mode().word());
            run(migration, container, order);
            workspace.note(migration, DUMPED, container.name());
        }
        return files(migration);
    }

    private void detach(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        if (known == null) {
            host.network().detach(container);
        } else {
            known.detach().make();
        }
    }

    private void forget(MigrationId migration) {
        Ready known = ready.remove(migration);
        if (known != null) {
            known.detach().close();
        }
    }

    private void run(MigrationId migration, ContainerId container, DumpOrder order) {
        Optional<RunningCommand> armed = dumps.armed(migration);
        if (armed.isPresent()) {
            processes.expect(armed.get(), order);
            dumps.open(migration);
        }
        RunningCommand dump = armed.orElseGet(() -> start(migration, container, order));
        processes.await(dump, migration, container, order);
        if (order.mode() == MigrationMode.POST_COPY) {
            // CRIU holds the processes while it serves; frozen they stay put when it dies.
            freezer.freeze(group(migration, container));
        }
    }

    private RunningCommand start(MigrationId migration, ContainerId container, DumpOrder order) {
        RunningCommand dump =
                host.commands().start(command(migration, host.demand(container), order));
        processes.expect(dump, order);
        return dump;
    }

    private Command command(MigrationId migration, ManagedContainer found, DumpOrder order) {
        Command dump = processes.command(migration, found.engineId(), order);
        if (order.pagePort() != 0) {
            // The port is on the host's loopback.
            return dump;
        }
        Map<String, String> environment = new HashMap<>(dump.environment());
        environment.put(
                "TRANSSHIP_NETWORK", LinuxNetwork.namespace(found.spec().name()).toString());
        return dump.with(environment);
    }

    private Freezer.Group group(MigrationId migration, ContainerId container) {
        Ready known = ready.get(migration);
        return known == null ? freezer.group(host.engine().process(container)) : known.group();
    }

    @Override
    public void thaw(MigrationId migration, ContainerId container) {
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
        try (Stream<Path> all = Files.list(images)) {
            List<DumpFile> files = new ArrayList<>();
            for (Path file : all.filter(each -> !each.equals(known)).sorted().toList()) {
                files.add(new DumpFile(file.getFileName().toString(), Files.size(file)));
            }
            return new Dump(images, files);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, "the dump can't be read: " + e, e);
        }
    }

    @Override
    public void resume(MigrationId migration, ContainerId container) {
        // A daemon that died while it dumped may have left its runc at work.
        endDump(migration);
        forget(migration);
        ManagedContainer found = host.demand(container);
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
        workspace.remove(migration);
    }

    /** A CRIU that serves pages ends by itself, in order, when its socket is closed. */
    private void endDump(MigrationId migration) {
        String images = workspace.images(migration).toString();
        if (mode(migration).filter(MigrationMode.POST_COPY::equals).isPresent()) {
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
        return whole && mode(migration).filter(MigrationMode.COPY::equals).isPresent();
    }

    private void restoreHere(MigrationId migration, ManagedContainer found) {
        ContainerId container = found.spec().name();
        host.network().attach(container, found.spec().address());
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

    @Override
    public void finish(MigrationId migration, ContainerId container) {
        forget(migration);
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
