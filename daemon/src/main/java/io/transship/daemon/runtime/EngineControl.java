package io.transship.daemon.runtime;

import io.transship.core.model.ContainerId;

/** What is asked of an engine about a container that it has. Thread-safe. */
public interface EngineControl {

    /** The container's first process, as this host counts them; 0 if it does not run. */
    long process(ContainerId container);

    /** Sets when the engine restarts the container by itself, from now on. */
    void setRestartPolicy(ContainerId container, RestartPolicy policy);
}
