package io.transship.proto;

import io.transship.core.container.Ipv6;
import io.transship.core.model.IpAddress;
import io.transship.proto.v1.ContainerSpec;
import java.util.Optional;

/** A container's IPv6 address on the wire: four fields, empty where it has none. */
public final class Ipv6Wire {

    private Ipv6Wire() {}

    /** Adds the address to a message. */
    public static ContainerSpec.Builder write(Optional<Ipv6> ipv6, ContainerSpec.Builder message) {
        ipv6.ifPresent(
                each ->
                        message.setIpv6(each.address().text())
                                .setIpv6PrefixLength(each.prefixLength())
                                .setIpv6Gateway(each.gateway().map(IpAddress::text).orElse(""))
                                .setIpv6Only(each.only()));
        return message;
    }

    /**
     * The address in a message.
     *
     * @throws IllegalArgumentException if it is not one that a container can own
     */
    public static Optional<Ipv6> read(ContainerSpec message) {
        if (message.getIpv6().isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> gateway =
                Optional.of(message.getIpv6Gateway())
                        .filter(each -> !each.isEmpty())
                        .map(IpAddress::new);
        return Optional.of(
                new Ipv6(
                        new IpAddress(message.getIpv6()),
                        message.getIpv6PrefixLength(),
                        gateway,
                        message.getIpv6Only()));
    }
}
