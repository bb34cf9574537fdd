package io.transship.daemon.network;

import io.transship.core.container.Ipv6;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.Optional;

/**
 * The address that a container owns; it moves with the container.
 *
 * @param ip the container's own address; nobody has it where {@code ipv6} is the only one
 * @param prefixLength length of its subnet's prefix, in bits
 * @param mac the container's own MAC address
 * @param gateway the default gateway, if there is one
 * @param ipv6 its IPv6 address besides, if it has one
 */
public record ContainerAddress(
        IpAddress ip,
        int prefixLength,
        MacAddress mac,
        Optional<IpAddress> gateway,
        Optional<Ipv6> ipv6) {

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

    /** One of IPv4 alone. */
    public ContainerAddress(
            IpAddress ip, int prefixLength, MacAddress mac, Optional<IpAddress> gateway) {
        this(ip, prefixLength, mac, gateway, Optional.empty());
    }

    /** Whether the container has the IPv4 address. */
    public boolean hasIpv4() {
        return ipv6.filter(Ipv6::only).isEmpty();
    }

    /**
     * The link-local address that goes with the MAC address (RFC 4291, appendix A); who speaks IPv6
     * has one.
     */
    IpAddress linkLocal() {
        byte[] station = mac.bytes();
        return new IpAddress(
                "fe80::%02x%02x:%02xff:fe%02x:%02x%02x"
                        .formatted(
                                station[0] ^ 2,
                                station[1],
                                station[2],
                                station[3],
                                station[4],
                                station[5]));
    }
}
