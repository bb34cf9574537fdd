package io.transship.daemon.checkpoint.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.checkpoint.install.Installation;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.install.Preflight;
import io.transship.daemon.checkpoint.oci.ManagedEngine;
import io.transship.daemon.checkpoint.oci.OciHost;
import io.transship.daemon.checkpoint.oci.SharedMappings;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedRuntime;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.docker.DockerContainers;
import io.transship.daemon.runtime.docker.DockerInspection;
import io.transship.daemon.runtime.docker.DockerLayers;
import io.transship.daemon.runtime.docker.DockerLogPlace;
import io.transship.daemon.runtime.docker.DockerManner;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineVolumes;
import io.transship.daemon.runtime.image.EngineImages;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.log.LogFiles;
import io.transship.daemon.runtime.overlay.OverlayTrees;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/** This host's Docker, ready for managed containers. */
public final class DockerEngine {

    /** Docker 24 and newer. */
    private static final String API = "/v1.43";

    private static final Duration ENGINE_START = Duration.ofSeconds(30);

    private DockerEngine() {}

    /**
     * Installs our OCI runtime and checks that Docker, CRIU and the kernel can do what is asked of
     * them: MACHINE_INCOMPLETE or KERNEL_UNSUPPORTED otherwise. Waits half a minute for an engine
     * that is just being started.
     */
    public static HostEngine open(OciSettings settings) {
        CommandRunner commands = new ProcessRunner();
        EngineClient docker = new EngineClient(settings.socket(), API);
        Workspace workspace = new Workspace(commands, settings.run());
        new Installation(settings).write();
        Preflight preflight = new Preflight(commands);
        String criu = preflight.demandCriu();
        workspace.endAbandonedRestores();
        docker.awaitEngine(ENGINE_START);
        demandRegistration(docker, settings);
        LinuxNetwork network = new LinuxNetwork(commands, settings.bridge());
        DockerContainers containers =
                new DockerContainers(docker, DockerManner.underOurs(settings.criuConfiguration()));
        ImageStore images = EngineImages.ofDocker(docker);
        ManagedRuntime runtime = new ManagedRuntime(containers, containers, images, network);
        return new OciHost(
                        new ManagedEngine("docker", runtime, containers, containers),
                        runtime,
                        images,
                        new OverlayTrees(
                                runtime,
                                new DockerLayers(docker),
                                new SharedMappings(),
                                commands,
                                InstantSource.system()),
                        new LogFiles(runtime, new DockerLogPlace(docker)),
                        new EngineVolumes(docker, ""),
                        network,
                        commands,
                        workspace,
                        settings.library(),
                        new Versions("docker " + version(docker), criu))
                .open(preflight.modes());
    }

    private static String version(EngineClient docker) {
        return docker.get("/version").path("Version").asString("?");
    }

    /** Without the registration no managed container could be created. */
    private static void demandRegistration(EngineClient docker, OciSettings settings) {
        JsonNode runtime = docker.get("/info").path("Runtimes").path(OciAnnotations.RUNTIME);
        if (!runtime.path("path").asString("").equals(settings.ociRuntime().toString())) {
            throw new TransshipException(
                    FailureCode.MACHINE_INCOMPLETE,
                    "Docker does not know the OCI runtime '" + OciAnnotations.RUNTIME + "'",
                    registration(settings),
                    null);
        }
    }

    /** How to make our OCI runtime known to Docker. */
    public static String registration(OciSettings settings) {
        return "Put {\"runtimes\":{\"%s\":{\"path\":\"%s\"}}} into /etc/docker/daemon.json and"
                        .formatted(OciAnnotations.RUNTIME, settings.ociRuntime())
                + " send dockerd a SIGHUP ('systemctl reload docker').";
    }

    /** Docker, only to look at; nothing is sent yet. */
    public static EngineInspection inspect(OciSettings settings) {
        return new DockerInspection(new EngineClient(settings.socket(), API));
    }
}
