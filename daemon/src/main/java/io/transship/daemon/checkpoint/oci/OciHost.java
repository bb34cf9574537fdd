package io.transship.daemon.checkpoint.oci;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.ModeSupport;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.measurement.ProcessMemory;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.VolumeStore;
import io.transship.daemon.runtime.log.ContainerLogs;
import io.transship.daemon.runtime.overlay.OverlayTrees;
import java.nio.file.Path;

/**
 * The parts of this host that both halves of a migration work with.
 *
 * @param engine what only this engine does in its own way
 * @param runtime its containers
 * @param images its images
 * @param trees their files
 * @param logs what they printed
 * @param volumes its volumes
 * @param network their network
 * @param commands runs programs
 * @param workspace folders of migrations
 * @param library folder of our OCI runtime and what belongs to it
 * @param versions what runs here
 */
public record OciHost(
        OciEngine engine,
        ContainerRuntime runtime,
        ImageStore images,
        OverlayTrees trees,
        ContainerLogs logs,
        VolumeStore volumes,
        LinuxNetwork network,
        CommandRunner commands,
        Workspace workspace,
        Path library,
        Versions versions) {

    /**
     * Removes what containers that are gone left of their networks, and makes the halves of
     * migrations.
     */
    public HostEngine open(ModeSupport modes) {
        var _ = runtime.removeStrays();
        RestoreGate gate = new RestoreGate(engine, commands, workspace);
        OciTarget target = new OciTarget(this, gate);
        OciDump dumps = new OciDump(this);
        return new HostEngine(
                new Engine(
                        runtime,
                        images,
                        trees,
                        logs,
                        new ProcessMemory(),
                        new OciSource(this, gate, dumps),
                        target,
                        new OciPages(this, target),
                        new OciRounds(this, dumps),
                        modes,
                        new LeaseWatch(workspace.run(), library)),
                versions,
                modes.abilities(engine.name()));
    }

    CarriedMounts mounts() {
        return new CarriedMounts(volumes, workspace);
    }

    ManagedContainer demand(ContainerId container) {
        return ManagedContainer.demand(runtime, container);
    }
}
