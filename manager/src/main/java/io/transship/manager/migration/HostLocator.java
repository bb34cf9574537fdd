package io.transship.manager.migration;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import java.util.Optional;

/** Where hosts are attached to the network; a container is attached where its host is. */
@FunctionalInterface
public interface HostLocator {

    /** The host's port, if it has been seen. */
    Optional<ConnectPoint> locate(HostId host);
}
