package io.transship.daemon.network;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sends a gratuitous ARP request (RFC 5227, "ARP Announcement") for a container out of the host's
 * bridge.
 */
final class GratuitousArp {

    private static final short ETHERTYPE_ARP = 0x0806;

    private GratuitousArp() {}

    /** Sends one. */
    static void send(String networkInterface, ContainerAddress address) {
        try (PacketSocket socket = PacketSocket.open(networkInterface, ETHERTYPE_ARP)) {
            socket.send(frame(address));
        }
    }

    /** An ARP request by the container for its own address, to everybody. */
    static byte[] frame(ContainerAddress address) {
        byte[] broadcast = new byte[6];
        Arrays.fill(broadcast, (byte) 0xff);
        return ByteBuffer.allocate(42)
                .put(broadcast)
                .put(address.mac().bytes())
                .putShort(ETHERTYPE_ARP)
                .putShort((short) 1) // Ethernet
                .putShort((short) 0x0800) // IPv4
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1) // request
                .put(address.mac().bytes())
                .put(address.ip().bytes())
                .put(new byte[6])
                .put(address.ip().bytes())
                .array();
    }
}
