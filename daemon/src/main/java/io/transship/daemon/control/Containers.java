package io.transship.daemon.control;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.session.Sessions;
import java.util.Optional;

/** START and its opposite. */
final class Containers {

    private final ContainerRuntime runtime;
    private final Sessions sessions;

    Containers(ContainerRuntime runtime, Sessions sessions) {
        this.runtime = runtime;
        this.sessions = sessions;
    }

    /** Creates and starts it; one that is there already and is the same is only started. */
    String start(ContainerSpec spec) {
        sessions.requireIdle(spec.name());
        Optional<ManagedContainer> known = runtime.find(spec.name());
        if (known.isPresent() && known.get().spec().equals(spec)) {
            if (!known.get().running()) {
                runtime.start(spec.name());
            }
            return known.get().engineId();
        }
        ManagedContainer created = runtime.create(spec);
        try {
            runtime.start(spec.name());
        } catch (TransshipException e) {
            runtime.remove(spec.name());
            throw e;
        }
        return created.engineId();
    }

    void remove(ContainerId container) {
        sessions.requireIdle(container);
        runtime.remove(container);
    }
}
