package io.transship.manager.sdn;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import java.util.Optional;
import java.util.Set;

/** Finds out where hosts are attached. Thread-safe. */
public interface HostFinder {

    /** Where the owner of this address is attached, if it is known. */
    Optional<ConnectPoint> locate(IpAddress ip);

    /**
     * Asks the network for these addresses, the hosts', until each has shown where it is; a
     * controller that can't ask waits for their own frames. Returns at once.
     */
    void seek(Set<IpAddress> addresses);
}
