package io.transship.manager.daemons;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Ipv6;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container as it shall be.
 *
 * @param name its name, on whichever host
 * @param image reference of its image
 * @param command its arguments; empty: the image's own
 * @param environment additions to the image's environment
 * @param ip the address it owns; nobody has it where {@code ipv6} is the only one
 * @param prefixLength of that address' subnet
 * @param mac the MAC address it owns
 * @param gateway the default gateway, if there is one
 * @param ipv6 the IPv6 address it owns besides, if it has one
 * @param labels for the engine
 * @param memory the limit; zero: none
 * @param restartPolicy "no", "always", "unless-stopped" or "on-failure"
 * @param options the rest
 */
public record ContainerOrder(
        ContainerId name,
        String image,
        List<String> command,
        Map<String, String> environment,
        IpAddress ip,
        int prefixLength,
        MacAddress mac,
        Optional<IpAddress> gateway,
        Optional<Ipv6> ipv6,
        Map<String, String> labels,
        ByteCount memory,
        String restartPolicy,
        ContainerOptions options) {

    /** Copies the collections. */
    public ContainerOrder {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    /** Whether it has the IPv4 address. */
    public boolean hasIpv4() {
        return ipv6.filter(Ipv6::only).isEmpty();
    }

    /** Its addresses, first that of IPv4; nobody else gets one of them. */
    public List<IpAddress> addresses() {
        return Stream.concat(Stream.of(ip), ipv6.stream().map(Ipv6::address)).toList();
    }

    /** One with nothing beyond what image and engine say. */
    public ContainerOrder(
            ContainerId name,
            String image,
            List<String> command,
            Map<String, String> environment,
            IpAddress ip,
            int prefixLength,
            MacAddress mac,
            Optional<IpAddress> gateway,
            Map<String, String> labels,
            ByteCount memory,
            String restartPolicy) {
        this(
                name,
                image,
                command,
                environment,
                ip,
                prefixLength,
                mac,
                gateway,
                Optional.empty(),
                labels,
                memory,
                restartPolicy,
                ContainerOptions.NONE);
    }
}
