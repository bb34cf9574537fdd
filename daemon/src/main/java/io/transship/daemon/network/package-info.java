/** The container's own network: namespace, veth pair, bridge, neighbour table, gratuitous ARP. */
@NullMarked
package io.transship.daemon.network;

import org.jspecify.annotations.NullMarked;
