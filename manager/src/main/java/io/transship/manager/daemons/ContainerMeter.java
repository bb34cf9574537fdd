package io.transship.manager.daemons;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.prediction.Cargo;

/** Asks a daemon what one of its containers is like; nothing is touched. Thread-safe. */
@FunctionalInterface
public interface ContainerMeter {

    /**
     * Asks once, without watching how its memory changes.
     *
     * @throws io.transship.core.failure.TransshipException if the daemon does not answer soon
     */
    Cargo look(ContainerId container, HostId host);
}
