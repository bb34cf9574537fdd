package io.transship.manager.sdn;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.function.Predicate;

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

    /**
     * From now on nothing reaches these before {@link #announce} has said where they are; what
     * frames say is not believed. To be called before the controller's start where copies of a
     * container may run that nobody decided on yet.
     */
    void believeOnlyAnnouncementsOf(Predicate<MacAddress> these);

    /** The container is gone; its addresses may be learned again. */
    void withdraw(MacAddress mac);
}
