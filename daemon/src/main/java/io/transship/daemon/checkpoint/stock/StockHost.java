package io.transship.daemon.checkpoint.stock;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.ModeSupport;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.checkpoint.oci.CarriedMounts;
import io.transship.daemon.checkpoint.oci.LeaseWatch;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.measurement.ProcessMemory;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.VolumeStore;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.log.ContainerLogs;
import io.transship.daemon.runtime.overlay.OverlayTrees;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts of this host that both halves of a migration work with.
 *
 * @param docker Docker's API
 * @param runtime its containers
 * @param images its images
 * @param trees their files
 * @param logs what they printed
 * @param volumes its volumes
 * @param network their network
 * @param workspace folders of migrations
 * @param files what CRIU is told
 * @param versions what runs here
 */
public record StockHost(
        EngineClient docker,
        StockRuntime runtime,
        ImageStore images,
        OverlayTrees trees,
        ContainerLogs logs,
        VolumeStore volumes,
        LinuxNetwork network,
        Workspace workspace,
        CriuFiles files,
        Versions versions) {

    /** The engine's word: a dump of Docker's own is not one that our OCI runtime could restore. */
    public static final String NAME = "docker-stock";

    /**
     * Removes what containers that are gone left of their networks, and makes the halves of
     * migrations.
     *
     * @param library folder of our programs
     * @param mend how to get the other modes
     */
    public HostEngine open(Path library, String mend) {
        var _ = runtime.removeStrays();
        runtime.keepPlugged();
        ModeSupport modes = modes(mend);
        return new HostEngine(
                new Engine(
                        runtime,
                        images,
                        trees,
                        logs,
                        new ProcessMemory(),
                        new StockSource(this),
                        new StockTarget(this),
                        new NoPages(),
                        new NoRounds(),
                        modes,
                        new LeaseWatch(workspace.run(), library)),
                versions,
                modes.abilities(NAME));
    }

    private static ModeSupport modes(String mend) {
        String reason = "Docker's own checkpoints know only copy. " + mend;
        return new ModeSupport(
                Arrays.stream(MigrationMode.values())
                        .filter(mode -> mode != MigrationMode.COPY && mode != MigrationMode.AUTO)
                        .collect(Collectors.toMap(Function.identity(), _ -> reason)));
    }

    CarriedMounts mounts() {
        return new CarriedMounts(volumes, workspace);
    }

    ManagedContainer demand(ContainerId container) {
        return ManagedContainer.demand(runtime, container);
    }
}
