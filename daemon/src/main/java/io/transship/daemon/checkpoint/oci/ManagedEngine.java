package io.transship.daemon.checkpoint.oci;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.EngineContainers;
import io.transship.daemon.runtime.EngineControl;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.ManagedRuntime;
import io.transship.daemon.runtime.RestartPolicy;
import java.time.Duration;

/**
 * An engine as its managed containers show it.
 *
 * @param name the engine's word for itself
 * @param runtime containers with their networks
 * @param containers the same without
 * @param control what is asked about them
 */
public record ManagedEngine(
        String name, ManagedRuntime runtime, EngineContainers containers, EngineControl control)
        implements OciEngine {

    private static final Duration LONGEST_START = Duration.ofHours(3);

    @Override
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        return runtime.create(spec, imageId, restart);
    }

    @Override
    public void start(ContainerId container) {
        containers.start(ManagedContainer.demand(runtime, container), LONGEST_START);
    }

    @Override
    public long process(ContainerId container) {
        return control.process(container);
    }

    @Override
    public void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        control.setRestartPolicy(container, policy);
    }
}
