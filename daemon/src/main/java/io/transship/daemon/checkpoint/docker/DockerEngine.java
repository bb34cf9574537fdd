package io.transship.daemon.checkpoint.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.checkpoint.install.Installation;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.oci.ManagedEngine;
import io.transship.daemon.checkpoint.oci.OciHost;
import io.transship.daemon.checkpoint.oci.SharedMappings;
import io.transship.daemon.checkpoint.oci.Workspace;
import io.transship.daemon.checkpoint.stock.CriuFiles;
import io.transship.daemon.checkpoint.stock.StockHost;
import io.transship.daemon.checkpoint.stock.StockRuntime;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.preflight.HostAbilities;
import io.transship.daemon.runtime.ContainerRuntime;
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
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.EngineNetworks;
import io.transship.daemon.runtime.log.LogFiles;
import io.transship.daemon.runtime.overlay.OverlayTrees;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This host's Docker, ready for managed containers. */
public final class DockerEngine {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

    /** Docker 24 and newer. */
    private static final String API = "/v1.43";

    private static final Duration ENGINE_START = Duration.ofSeconds(30);

    private final OciSettings settings;
    private final CommandRunner commands = new ProcessRunner();
    private final EngineClient docker;
    private final Workspace workspace;
    private final LinuxNetwork network;
    private final ImageStore images;

    private DockerEngine(OciSettings settings) {
        this.settings = settings;
        this.docker = new EngineClient(settings.socket(), API);
        this.workspace = new Workspace(commands, settings.run());
        this.network = new LinuxNetwork(commands, settings.bridge());
        this.images = EngineImages.ofDocker(docker);
    }

    /**
     * Installs our OCI runtime and checks that Docker, CRIU and the kernel can do what is asked of
     * them: MACHINE_INCOMPLETE or KERNEL_UNSUPPORTED otherwise. Waits half a minute for an engine
     * that is just being started.
     *
     * @param asked how containers are to be dumped and restored
     */
    public static HostEngine open(OciSettings settings, CheckpointWay asked) {
        return new DockerEngine(settings).open(asked);
    }

    private HostEngine open(CheckpointWay asked) {
        new Installation(settings).write();
        HostAbilities abilities = new HostAbilities(commands);
        String criu = abilities.demandCriu();
        workspace.endAbandonedRestores();
        docker.awaitEngine(ENGINE_START);
        EngineFacts facts = new DockerInspection(docker).engine();
        CheckpointWay way = DockerWay.of(facts, settings, asked).orElseThrow(() -> noWay(asked));
        if (way == CheckpointWay.OCI) {
            return underOurs(new Versions("docker " + facts.version(), criu), abilities);
        }
        LOG.warn("{} {}", DockerWay.COSTS, registration(settings));
        return stock(new Versions(StockHost.NAME + " " + facts.version(), criu));
    }

    private TransshipException noWay(CheckpointWay asked) {
        return new TransshipException(
                FailureCode.MACHINE_INCOMPLETE,
                asked == CheckpointWay.STOCK
                        ? "Docker offers no checkpoints of its own"
                        : "Docker does not know the OCI runtime '" + OciAnnotations.RUNTIME + "'",
                asked == CheckpointWay.STOCK ? DockerWay.EXPERIMENTAL : registration(settings),
                null);
    }

    private HostEngine underOurs(Versions versions, HostAbilities abilities) {
        DockerContainers containers =
                new DockerContainers(docker, DockerManner.underOurs(settings::criuConfiguration));
        ManagedRuntime runtime =
                new ManagedRuntime(containers, containers, images, network, networks()::demand);
        return new OciHost(
                        new ManagedEngine("docker", runtime, containers, containers),
                        runtime,
                        images,
                        trees(runtime),
                        new LogFiles(runtime, new DockerLogPlace(docker)),
                        new EngineVolumes(docker, ""),
                        network,
                        commands,
                        workspace,
                        settings.library(),
                        versions)
                .open(abilities.modes());
    }

    private HostEngine stock(Versions versions) {
        CriuFiles files = new CriuFiles(commands, workspace, settings.library());
        DockerContainers containers =
                new DockerContainers(
                        docker,
                        new DockerManner(
                                Optional.empty(), spec -> files.configuration(spec.name())));
        StockRuntime runtime = new StockRuntime(containers, images, network, files);
        return new StockHost(
                        docker,
                        runtime,
                        images,
                        trees(runtime),
                        new LogFiles(runtime, new DockerLogPlace(docker)),
                        new EngineVolumes(docker, ""),
                        network,
                        workspace,
                        files,
                        versions)
                .open(settings.library(), registration(settings));
    }

    private EngineNetworks networks() {
        return new EngineNetworks(new DockerInspection(docker), settings.bridge());
    }

    private OverlayTrees trees(ContainerRuntime runtime) {
        return new OverlayTrees(
                runtime,
                new DockerLayers(docker),
                new SharedMappings(),
                commands,
                InstantSource.system());
    }

    /** How to make our OCI runtime known to Docker. */
    public static String registration(OciSettings settings) {
        return "Put {\"runtimes\":{\"%s\":{\"path\":\"%s\"}}} into /etc/docker/daemon.json and"
                        .formatted(OciAnnotations.RUNTIME, settings.ociRuntime())
                + " send dockerd a SIGHUP ('systemctl reload docker').";
    }

    /** Docker, only to look at; nothing is sent yet. */
    public static EngineInspection inspect(OciSettings settings, CheckpointWay asked) {
        return new DockerWay(
                new DockerInspection(new EngineClient(settings.socket(), API)), settings, asked);
    }
}
