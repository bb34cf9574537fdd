package io.transship.manager.sdn;

import io.transship.core.container.PortBinding;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.List;

/**
 * The address by which clients know a container that has its host's network: no machine owns it,
 * the switches rewrite it to the address of the host on which the container runs.
 *
 * @param mac the MAC address that goes with it
 * @param ip the address
 * @param ports the container's, the same here and on the host; nothing else is rewritten
 */
public record ServiceAddress(MacAddress mac, IpAddress ip, List<PortBinding> ports) {

    /** Copies the list. */
    public ServiceAddress {
        ports = List.copyOf(ports);
    }
}
