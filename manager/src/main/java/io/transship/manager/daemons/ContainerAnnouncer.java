package io.transship.manager.daemons;

import io.transship.core.model.HostId;

/** Is told where a container runs, so that the network knows before its first frame. */
@FunctionalInterface
public interface ContainerAnnouncer {

    /** The container runs on that host from now on. */
    void announce(ContainerOrder container, HostId host);
}
