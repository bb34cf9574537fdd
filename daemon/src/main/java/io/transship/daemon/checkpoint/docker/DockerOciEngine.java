package io.transship.daemon.checkpoint.docker;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.oci.OciEngine;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.docker.DockerRuntime;
import io.transship.daemon.runtime.http.EngineClient;
import java.time.Duration;
import java.util.Map;

/** What a migration beneath Docker needs of Docker itself. */
record DockerOciEngine(EngineClient docker, DockerRuntime runtime) implements OciEngine {

    private static final Duration LONGEST_START = Duration.ofHours(3);

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        return runtime.create(spec, imageId, restart);
    }

    @Override
    public void start(ContainerId container) {
        docker.post("/containers/" + container + "/start", LONGEST_START);
    }

    @Override
    public long process(ContainerId container) {
        return docker.get("/containers/" + container + "/json").path("State").path("Pid").asLong(0);
    }

    @Override
    public void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        docker.post(
                "/containers/" + container + "/update",
                Map.of("RestartPolicy", Map.of("Name", policy.word())));
    }
}
