package io.transship.daemon.checkpoint.oci;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;

/**
 * What a migration beneath an engine still needs of the engine itself. Managed containers run under
 * our OCI runtime there. Failures are {@code TransshipException}s. Thread-safe.
 */
public interface OciEngine {

    /** The engine's word for itself ("docker"); both hosts of a migration need the same one. */
    String name();

    /**
     * Creates a managed container with its network from the image of that id, whatever the
     * specification's reference means here, and with a restart policy that may not yet be the
     * specification's.
     */
    ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart);

    /** Starts it; returns when the engine calls it started, be it after hours. */
    void start(ContainerId container);

    /** The container's first process, as this host counts them; 0 if it does not run. */
    long process(ContainerId container);

    /** Sets when the engine restarts the container by itself, from now on. */
    void setRestartPolicy(ContainerId container, RestartPolicy policy);
}
