package io.transship.daemon.runtime;

import io.transship.core.model.ContainerId;
import java.time.Duration;
import java.util.List;

/**
 * The managed containers as their engine keeps them, without their network. Failures are {@code
 * TransshipException}s: CONTAINER_CONFLICT, ENGINE_FAILED. Thread-safe.
 */
public interface EngineContainers {

    /** Every managed container, by name; answers also while one is being started. */
    List<ManagedContainer> list();

    /** Whether the engine has a container of that name, managed or not. */
    boolean exists(ContainerId container);

    /**
     * Creates a managed container from the image of that id, whatever the specification's reference
     * means here, and with a restart policy that may not yet be the specification's.
     */
    ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart);

    /** Has the engine start it, and nothing else; returns when the engine calls it started. */
    void start(ManagedContainer container, Duration deadline);

    /** Kills and removes it; nothing happens if there is none. */
    void remove(ContainerId container);
}
