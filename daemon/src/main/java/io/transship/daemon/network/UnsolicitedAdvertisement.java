package io.transship.daemon.network;

import io.transship.core.neighbour.NeighbourMessage;

/**
 * Sends an unsolicited neighbour advertisement (RFC 4861, 7.2.6) for a container out of the host's
 * bridge: what gratuitous ARP is to IPv4.
 */
final class UnsolicitedAdvertisement {

    private UnsolicitedAdvertisement() {}

    /** Sends one, if the container has an IPv6 address. */
    static void send(String networkInterface, ContainerAddress address) {
        address.ipv6()
                .map(ipv6 -> NeighbourMessage.announcement(address.mac(), ipv6.address()))
                .ifPresent(message -> send(networkInterface, message));
    }

    private static void send(String networkInterface, NeighbourMessage message) {
        try (PacketSocket socket =
                PacketSocket.open(networkInterface, (short) NeighbourMessage.IPV6)) {
            socket.send(message.frame());
        }
    }
}
