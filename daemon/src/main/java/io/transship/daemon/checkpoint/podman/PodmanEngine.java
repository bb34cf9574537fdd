package io.transship.daemon.checkpoint.podman;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.checkpoint.install.Installation;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.oci.ManagedEngine;
import io.transship.daemon.checkpoint.oci.OciHost;
import io.transship.daemon.checkpoint.oci.SharedMappings;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.preflight.HostAbilities;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedRuntime;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineVolumes;
import io.transship.daemon.runtime.image.EngineImages;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.EngineNetworks;
import io.transship.daemon.runtime.log.LogFiles;
import io.transship.daemon.runtime.overlay.OverlayTrees;
import io.transship.daemon.runtime.podman.PodmanBody;
import io.transship.daemon.runtime.podman.PodmanContainers;
import io.transship.daemon.runtime.podman.PodmanInspection;
import io.transship.daemon.runtime.podman.PodmanLayers;
import io.transship.daemon.runtime.podman.PodmanLogPlace;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/** This host's Podman, ready for managed containers. */
public final class PodmanEngine {

    private static final String API = "/v5.0.0/libpod";
    private static final Duration ENGINE_START = Duration.ofSeconds(30);

    private PodmanEngine() {}

    /**
     * Installs our OCI runtime and checks that Podman, CRIU and the kernel can do what is asked of
     * them: MACHINE_INCOMPLETE or KERNEL_UNSUPPORTED otherwise. Waits half a minute for a service
     * that is just being started: it can't start before our OCI runtime is there.
     */
    public static HostEngine open(OciSettings settings) {
        CommandRunner commands = new ProcessRunner();
        EngineClient podman = new EngineClient(settings.socket(), API);
        Workspace workspace = new Workspace(commands, settings.run());
        new Installation(settings).write();
        HostAbilities abilities = new HostAbilities(commands);
        String criu = abilities.demandCriu();
        // Podman would not answer as long as one of them waits.
        workspace.endAbandonedRestores();
        podman.awaitEngine(ENGINE_START);
        JsonNode host = podman.get("/info").path("host");
        demandRegistration(host.path("ociRuntime"), settings);
        LinuxNetwork network = new LinuxNetwork(commands, settings.bridge());
        PodmanContainers containers = new PodmanContainers(podman, body(host, settings));
        ImageStore images = EngineImages.ofPodman(podman);
        EngineNetworks networks =
                new EngineNetworks(new PodmanInspection(podman), settings.bridge());
        ManagedRuntime runtime =
                new ManagedRuntime(containers, containers, images, network, networks::demand);
        return new OciHost(
                        new ManagedEngine("podman", runtime, containers, containers),
                        runtime,
                        images,
                        new OverlayTrees(
                                runtime,
                                new PodmanLayers(podman),
                                new SharedMappings(),
                                commands,
                                InstantSource.system()),
                        new LogFiles(runtime, new PodmanLogPlace(podman)),
                        new EngineVolumes(podman, "/json"),
                        network,
                        commands,
                        workspace,
                        settings.library(),
                        new Versions("podman " + version(podman), criu))
                .open(abilities.modes());
    }

    private static PodmanBody body(JsonNode host, OciSettings settings) {
        boolean limitsProcesses =
                host.path("cgroupControllers")
                        .valueStream()
                        .anyMatch(each -> each.asString("").equals("pids"));
        return new PodmanBody(settings::criuConfiguration, limitsProcesses);
    }

    private static String version(EngineClient podman) {
        return podman.get("/version").path("Version").asString("?");
    }

    /**
     * Podman takes the OCI runtime of a container from its service, not from the call that creates
     * it.
     */
    private static void demandRegistration(JsonNode runtime, OciSettings settings) {
        if (!runtime.path("path").asString("").equals(settings.ociRuntime().toString())) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "Podman's service on %s works with the OCI runtime '%s', not with '%s'"
                            .formatted(
                                    settings.socket(),
                                    runtime.path("name").asString("?"),
                                    OciAnnotations.RUNTIME),
                    registration(settings),
                    null);
        }
    }

    /** How to have Podman's service work with our OCI runtime. */
    public static String registration(OciSettings settings) {
        return "Put %s = [\"%s\"] into the table [engine.runtimes] of containers.conf and start the"
                        .formatted(OciAnnotations.RUNTIME, settings.ociRuntime())
                + " service by: podman --runtime "
                + OciAnnotations.RUNTIME
                + " system service --time 0.";
    }

    /** Podman, only to look at; nothing is sent yet. */
    public static EngineInspection inspect(OciSettings settings) {
        return new PodmanInspection(new EngineClient(settings.socket(), API));
    }
}
