package io.transship.daemon.network;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.Optional;

/**
 * The address that a container owns; it moves with the container.
 *
 * @param ip the container's own address
 * @param prefixLength length of its subnet's prefix, in bits
 * @param mac the container's own MAC address
 * @param gateway the default gateway, if there is one
 */
public record ContainerAddress(
        IpAddress ip, int prefixLength, MacAddress mac, Optional<IpAddress> gateway) {

    /** Checks that the prefix fits the address and that the MAC address is one station's. */
    public ContainerAddress {
        int bits = ip.bytes().length * 8;
        if (prefixLength < 1 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " is not 1 to " + bits);
        }
        if (mac.isGroup() || mac.value() == 0) {
            throw new IllegalArgumentException(mac + " is not the address of one station");
        }
    }
}
