package io.transship.manager.sdn;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;

/**
 * The ability to be told where a container is, instead of finding out from its frames. What is
 * announced holds against whatever frames say, so that nobody draws a container's traffic to
 * himself with its address. Thread-safe.
 */
public interface ContainerPlacement {

    /** The container with these addresses is attached there from now on. */
    void announce(MacAddress mac, IpAddress ip, ConnectPoint at);

    /**
     * The container with this service address has the network of the host that is attached there,
     * from now on.
     */
    void announce(ServiceAddress service, ConnectPoint at);

    /** The container is gone; its addresses may be learned again. */
    void withdraw(MacAddress mac);
}
