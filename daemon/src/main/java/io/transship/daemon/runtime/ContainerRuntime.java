package io.transship.daemon.runtime;

import io.transship.core.model.ContainerId;
import java.util.List;
import java.util.Optional;

/**
 * A container engine and the network of its managed containers. Failures are {@code
 * TransshipException}s: CONTAINER_CONFLICT, CONTAINER_UNKNOWN, IMAGE_UNAVAILABLE, ENGINE_FAILED.
 * Thread-safe.
 */
public interface ContainerRuntime {

    /** Every managed container of this host, by name. */
    List<ManagedContainer> list();

    /** The managed container of that name. */
    default Optional<ManagedContainer> find(ContainerId container) {
        return list().stream().filter(each -> each.spec().name().equals(container)).findFirst();
    }

    /** Creates a managed container and its network; it does not run yet. */
    ManagedContainer create(ContainerSpec spec);

    /** Starts it, plugs its network in and announces its address. */
    void start(ContainerId container);

    /** Kills and removes it with its network; nothing happens if there is none. */
    void remove(ContainerId container);

    /**
     * Removes the networks of managed containers that were removed past us. Until then such a port
     * goes on answering for an address that another container may get.
     */
    List<ManagedContainer> removeStrays();
}
