package io.transship.manager.config;

import io.transship.core.container.Ipv6;
import io.transship.core.model.IpAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The IPv6 addresses of containers.
 *
 * @param prefix of the network they are in
 * @param gateway their default route for IPv6, if they have one
 */
public record Ipv6Config(Ipv6Prefix prefix, @Nullable IpAddress gateway) {

    /** The IPv6 address of the container that has this IPv4 address. */
    public Ipv6 of(IpAddress ipv4) {
        return chosen(prefix.with(ipv4));
    }

    /**
     * This IPv6 address.
     *
     * @throws IllegalArgumentException if it is not of the network
     */
    public Ipv6 chosen(IpAddress address) {
        if (!prefix.contains(address)) {
            throw new IllegalArgumentException(address + " is not an address of " + prefix);
        }
        return new Ipv6(address, prefix.length(), Optional.ofNullable(gateway));
    }
}
