package io.transship.daemon.checkpoint.docker;

import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.docker.DockerClient;
import io.transship.daemon.runtime.docker.DockerImages;
import io.transship.daemon.runtime.docker.DockerLayers;
import io.transship.daemon.runtime.docker.DockerRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;

/**
 * This host's Docker, ready for managed containers.
 *
 * @param engine what sessions work with
 * @param versions what runs here
 */
public record DockerEngine(Engine engine, Versions versions) {

    private static final Duration ENGINE_START = Duration.ofSeconds(30);

    /**
     * Installs our OCI runtime and checks that Docker, CRIU and the kernel can do what is asked of
     * them: MACHINE_INCOMPLETE or KERNEL_UNSUPPORTED otherwise. Waits half a minute for an engine
     * that is just being started.
     */
    public static DockerEngine open(DockerSettings settings) {
        CommandRunner commands = new ProcessRunner();
        DockerClient docker = new DockerClient(settings.socket());
        Installation installation = new Installation(settings);
        installation.write();
        String criu = new Preflight(commands).demandCriu();
        docker.awaitEngine(ENGINE_START);
        installation.demandRegistration(docker);
        Versions versions =
                new Versions(
                        "docker " + docker.get("/version").path("Version").asString("?"), criu);
        LinuxNetwork network = new LinuxNetwork(commands, settings.bridge());
        DockerRuntime runtime = new DockerRuntime(docker, network, settings.criuConfiguration());
        network.removeAllBut(
                runtime.list().stream()
                        .map(each -> each.spec().name())
                        .collect(Collectors.toSet()));
        DockerHost host =
                new DockerHost(
                        docker,
                        runtime,
                        new DockerImages(docker),
                        new DockerLayers(docker, runtime, commands, InstantSource.system()),
                        network,
                        commands,
                        new Workspace(commands, settings.run()),
                        settings.library(),
                        versions);
        RestoreGate gate = new RestoreGate(docker, commands, host.workspace());
        return new DockerEngine(
                new Engine(
                        runtime,
                        host.images(),
                        host.layers(),
                        new DockerSource(host, gate),
                        new DockerTarget(host, gate)),
                versions);
    }
}
