package io.transship.manager.api;

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
 * @param command instead of the configuration's; empty: that
 * @param environment besides the configuration's
 */
public record RunOrder(
        ContainerId container,
        Optional<String> image,
        Optional<HostId> host,
        Optional<IpAddress> ip,
        List<String> command,
        Map<String, String> environment) {

    /** Copies the collections. */
    public RunOrder {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
