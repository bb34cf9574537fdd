package io.transship.core.model;

import java.util.Optional;

/**
 * Something with a MAC address that has been seen at a switch's port: a host, or a container.
 *
 * @param mac its address
 * @param ip its IP address, if it has been seen
 * @param at where its frames enter the network
 */
public record AttachedHost(MacAddress mac, Optional<IpAddress> ip, ConnectPoint at) {}
