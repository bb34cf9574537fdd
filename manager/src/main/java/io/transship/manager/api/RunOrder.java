package io.transship.manager.api;

import io.transship.core.container.ContainerOptions;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An order to start a container.
 *
 * @param container its name
 * @param image its image; empty: the configuration's
 * @param host where; empty: the first free host by name
 * @param ip its address; empty: the first free one of the configured range
 * @param ipv6 its IPv6 address; empty: made from the other one, if containers have IPv6 at all
 * @param ipv6Only whether it gets no IPv4 address
 * @param command instead of the configuration's; empty: that
 * @param environment besides the configuration's
 * @param labels for the engine
 * @param memory the limit instead of the configuration's; zero: none
 * @param restartPolicy instead of the configuration's
 * @param options the rest
 */
public record RunOrder(
        ContainerId container,
        Optional<String> image,
        Optional<HostId> host,
        Optional<IpAddress> ip,
        Optional<IpAddress> ipv6,
        boolean ipv6Only,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        Optional<ByteCount> memory,
        Optional<String> restartPolicy,
        ContainerOptions options) {

    /** Copies the collections. */
    public RunOrder {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    /** An order of nothing beyond what image and configuration say. */
    public RunOrder(
            ContainerId container,
            Optional<String> image,
            Optional<HostId> host,
            Optional<IpAddress> ip,
            List<String> command,
            Map<String, String> environment) {
        this(
                container,
                image,
                host,
                ip,
                Optional.empty(),
                false,
                command,
                environment,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                ContainerOptions.NONE);
    }
}
