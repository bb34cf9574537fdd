package io.transship.manager.config;

import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.settings.Default;
import io.transship.settings.HostAndPort;

/**
 * A container host.
 *
 * @param name as people and decisions call it
 * @param address on the data network
 * @param daemon where its daemon takes control calls, on the management network
 * @param reserved whether no container is ever put there
 */
public record HostConfig(
        HostId name, IpAddress address, HostAndPort daemon, @Default("false") boolean reserved) {}
