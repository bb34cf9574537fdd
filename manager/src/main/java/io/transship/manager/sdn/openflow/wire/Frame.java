package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.neighbour.NeighbourMessage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An Ethernet frame as it came from the network: nothing in it is to be believed before it was
 * checked.
 */
public final class Frame {

    /** The ethertype of ARP. */
    public static final int ARP = 0x0806;

    /** The ethertype of IPv4. */
    public static final int IPV4 = 0x0800;

    /** The ethertype of IPv6. */
    public static final int IPV6 = NeighbourMessage.IPV6;

    /** To everybody. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final int HEADER = 14;
    private static final int MINIMUM = 60;
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final long RESERVED = 0x0180_c200_0000L;

    /**
     * What an ARP packet for IPv4 over Ethernet says.
     *
     * @param request whether it asks
     * @param senderMac who says he is the sender
     * @param senderIp likewise; 0.0.0.0 in a probe
     * @param targetIp who is asked for
     */
    public record Arp(
            boolean request, MacAddress senderMac, IpAddress senderIp, IpAddress targetIp) {

        /** Whether it asks in the name of nobody (RFC 5227). */
        public boolean isProbe() {
            return senderIp.text().equals("0.0.0.0");
        }
    }

    /**
     * The ports of an IPv4 packet that is whole, or the first piece of one.
     *
     * @param protocol "tcp" or "udp"
     * @param sourcePort whence
     * @param destinationPort whither
     */
    public record Transport(String protocol, int sourcePort, int destinationPort) {}

    private final byte[] bytes;
    private final MacAddress destination;
    private final MacAddress source;
    private final int etherType;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        destination = new MacAddress(buffer.getLong(0) >>> 16);
        source = new MacAddress(buffer.getLong(4) & 0xffff_ffff_ffffL);
        etherType = buffer.getShort(12) & 0xffff;
    }

    /** The frame, unless it is too short to be one. */
    public static Optional<Frame> parse(byte[] bytes) {
        return bytes.length < HEADER ? Optional.empty() : Optional.of(new Frame(bytes));
    }

    /** "Who has {@code target}?" in the name of nobody (RFC 5227), answered to {@code asker}. */
    public static byte[] arpProbe(MacAddress asker, IpAddress target) {
        Arp probe = new Arp(true, asker, new IpAddress("0.0.0.0"), target);
        return arp(BROADCAST, probe, new MacAddress(0));
    }

    /** The answer to {@code request} on behalf of {@code owner}. */
    public static byte[] arpReply(Arp request, MacAddress owner) {
        Arp reply =
                new Arp(
                        false,
                        owner,
                        /* senderIp= */ request.targetIp(),
                        /* targetIp= */ request.senderIp());
        return arp(request.senderMac(), reply, request.senderMac());
    }

    private static byte[] arp(MacAddress destination, Arp arp, MacAddress targetMac) {
        ByteBuffer buffer = ByteBuffer.allocate(MINIMUM);
        buffer.put(destination.bytes()).put(arp.senderMac().bytes()).putShort((short) ARP);
        buffer.putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4);
        buffer.putShort((short) (arp.request() ? ARP_REQUEST : ARP_REPLY));
        buffer.put(arp.senderMac().bytes()).put(arp.senderIp().bytes());
        buffer.put(targetMac.bytes()).put(arp.targetIp().bytes());
        return buffer.array();
    }

    /** The whole frame; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it shall go. */
    public MacAddress destination() {
        return destination;
    }

    /** Where it claims to come from. */
    public MacAddress source() {
        return source;
    }

    /** What its payload is. */
    public int etherType() {
        return etherType;
    }

    /** Whether it is for the next bridge only (IEEE 802.1D): LLDP, spanning tree, pause. */
    public boolean isLinkLocal() {
        return (destination.value() & ~0xfL) == RESERVED;
    }

    /** What it says as ARP, if it is ARP for IPv4 over Ethernet and speaks for its own sender. */
    public Optional<Arp> arp() {
        if (etherType != ARP || bytes.length < HEADER + 28) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int operation = buffer.getShort(20);
        boolean ipv4OverEthernet = buffer.getLong(14) >>> 16 == 0x0001_0800_0604L;
        if (!ipv4OverEthernet || (operation != ARP_REQUEST && operation != ARP_REPLY)) {
            return Optional.empty();
        }
        MacAddress sender = new MacAddress(buffer.getLong(20) & 0xffff_ffff_ffffL);
        if (!sender.equals(source)) {
            return Optional.empty();
        }
        return Optional.of(
                new Arp(operation == ARP_REQUEST, sender, ipv4(buffer, 28), ipv4(buffer, 38)));
    }

    /** What it says as Neighbor Discovery, if it is that and speaks for its own sender. */
    public Optional<NeighbourMessage> neighbour() {
        return NeighbourMessage.parse(bytes).filter(each -> each.sourceMac().equals(source));
    }

    /** Whether it is IPv6. */
    public boolean isIpv6() {
        return etherType == IPV6 && bytes.length >= HEADER + 40 && bytes[HEADER] >> 4 == 6;
    }

    /** The IPv4 source, if it is IPv4. */
    public Optional<IpAddress> ipv4Source() {
        return ipv4At(HEADER + 12);
    }

    /** The IPv4 destination, if it is IPv4. */
    public Optional<IpAddress> ipv4Destination() {
        return ipv4At(HEADER + 16);
    }

    /** Its ports, if it is TCP or UDP over IPv4. */
    public Optional<Transport> transport() {
        if (!isIpv4()) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int ports = HEADER + 4 * (bytes[HEADER] & 0xf);
        boolean later = (buffer.getShort(HEADER + 6) & 0x1fff) != 0;
        int protocol = bytes[HEADER + 9];
        if (later || bytes.length < ports + 4 || (protocol != TCP && protocol != UDP)) {
            return Optional.empty();
        }
        return Optional.of(
                new Transport(
                        protocol == TCP ? "tcp" : "udp",
                        buffer.getShort(ports) & 0xffff,
                        buffer.getShort(ports + 2) & 0xffff));
    }

    private boolean isIpv4() {
        return etherType == IPV4 && bytes.length >= HEADER + 20 && bytes[HEADER] >> 4 == 4;
    }

    private Optional<IpAddress> ipv4At(int offset) {
        if (!isIpv4()) {
            return Optional.empty();
        }
        return Optional.of(ipv4(ByteBuffer.wrap(bytes), offset));
    }

    private static IpAddress ipv4(ByteBuffer buffer, int offset) {
        return new IpAddress(
                (buffer.get(offset) & 0xff)
                        + "."
                        + (buffer.get(offset + 1) & 0xff)
                        + "."
                        + (buffer.get(offset + 2) & 0xff)
                        + "."
                        + (buffer.get(offset + 3) & 0xff));
    }
}
