package io.transship.daemon.checkpoint.docker;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Versions;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.docker.DockerClient;
import io.transship.daemon.runtime.docker.DockerImages;
import io.transship.daemon.runtime.docker.DockerLayers;
import io.transship.daemon.runtime.docker.DockerRuntime;
import java.nio.file.Path;
import java.util.Map;

/**
 * The parts of this host that both halves of a migration work with.
 *
 * @param docker the engine's API
 * @param runtime its containers
 * @param images its images
 * @param layers their writable layers
 * @param network their network
 * @param commands runs programs
 * @param workspace folders of migrations
 * @param library folder of our OCI runtime and what belongs to it
 * @param versions what runs here
 */
record DockerHost(
        DockerClient docker,
        DockerRuntime runtime,
        DockerImages images,
        DockerLayers layers,
        LinuxNetwork network,
        CommandRunner commands,
        Workspace workspace,
        Path library,
        Versions versions) {

    void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        docker.post(
                "/containers/" + container + "/update",
                Map.of("RestartPolicy", Map.of("Name", policy.word())));
    }
}
