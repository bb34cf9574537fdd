package io.transship.core.container;

import io.transship.core.model.IpAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The IPv6 address that a container owns; it moves with the container.
 *
 * @param address global or unique local
 * @param prefixLength length of its subnet's prefix, in bits
 * @param gateway the default gateway for IPv6, if there is one; it may be link-local
 * @param only whether the container has no other address. The IPv4 address in its description is
 *     then a number by which we tell it apart: it is kept free, and nobody has it
 */
public record Ipv6(IpAddress address, int prefixLength, Optional<IpAddress> gateway, boolean only) {

    private static final int BITS = 128;

    /** Checks that the address is one station's, beyond its link, and that the prefix fits. */
    public Ipv6 {
        InetAddress literal = address.toInetAddress();
        if (!isIpv6(address)
                || literal.isMulticastAddress()
                || literal.isLinkLocalAddress()
                || literal.isLoopbackAddress()
                || literal.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    address + " is not an IPv6 address that a container can own");
        }
        if (prefixLength < 1 || prefixLength > BITS) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " is not 1 to " + BITS);
        }
        gateway.filter(each -> !isIpv6(each))
                .ifPresent(
                        each -> {
                            throw new IllegalArgumentException(
                                    each + " is not the IPv6 address of a gateway");
                        });
    }

    /** Beside an IPv4 address. */
    public Ipv6(IpAddress address, int prefixLength, Optional<IpAddress> gateway) {
        this(address, prefixLength, gateway, false);
    }

    /** The same for a container that has no other address. */
    public Ipv6 alone() {
        return new Ipv6(address, prefixLength, gateway, true);
    }

    private static boolean isIpv6(IpAddress address) {
        return address.bytes().length * 8 == BITS;
    }
}
