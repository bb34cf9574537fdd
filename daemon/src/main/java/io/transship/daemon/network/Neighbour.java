package io.transship.daemon.network;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;

/**
 * An entry of a neighbour table.
 *
 * @param ip the neighbour's address
 * @param mac its MAC address
 */
public record Neighbour(IpAddress ip, MacAddress mac) {}
