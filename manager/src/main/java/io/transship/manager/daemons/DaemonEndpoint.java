package io.transship.manager.daemons;

import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.settings.HostAndPort;

/**
 * A host of the configuration.
 *
 * @param host its name, which its daemon's certificate carries as a DNS name
 * @param address the host's own address on the data network
 * @param daemon where its daemon takes control calls
 */
public record DaemonEndpoint(HostId host, IpAddress address, HostAndPort daemon) {}
