package io.transship.daemon.checkpoint.podman;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.oci.OciEngine;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.podman.PodmanRuntime;
import java.time.Duration;
import java.util.Map;

/** What a migration beneath Podman needs of Podman itself. */
record PodmanOciEngine(EngineClient podman, PodmanRuntime runtime) implements OciEngine {

    private static final Duration LONGEST_START = Duration.ofHours(3);

    @Override
    public String name() {
        return "podman";
    }

    @Override
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        return runtime.create(spec, imageId, restart);
    }

    @Override
    public void start(ContainerId container) {
        runtime.start(ManagedContainer.demand(runtime, container), LONGEST_START);
    }

    @Override
    public long process(ContainerId container) {
        return podman.get("/containers/" + container + "/json").path("State").path("Pid").asLong(0);
    }

    @Override
    public void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        podman.post(
                "/containers/" + container + "/update?restartPolicy=" + policy.word(), Map.of());
    }
}
