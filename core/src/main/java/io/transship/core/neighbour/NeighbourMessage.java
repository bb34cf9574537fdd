package io.transship.core.neighbour;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message of Neighbor Discovery (RFC 4861, 4.3 and 4.4) in its Ethernet frame. What came from the
 * network is not to be believed before it was checked; the checksum is not looked at, since frames
 * of the same machine may not have it yet.
 *
 * @param kind whether it asks or tells
 * @param sourceMac the frame's sender
 * @param destinationMac whom the frame is for
 * @param source the sender's address; "::" in a probe
 * @param destination whom the packet is for
 * @param target whose address it is about
 * @param solicited of an advertisement: whether it answers somebody who has an address
 */
public record NeighbourMessage(
        Kind kind,
        MacAddress sourceMac,
        MacAddress destinationMac,
        IpAddress source,
        IpAddress destination,
        IpAddress target,
        boolean solicited) {

    /** What a message is. */
    public enum Kind {
        /** "Who has the target?" */
        SOLICITATION(135),
        /** "The target is here." */
        ADVERTISEMENT(136);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /** The ethertype of IPv6. */
    public static final int IPV6 = 0x86dd;

    private static final int ETHERNET = 14;
    private static final int HEADER = 40;
    private static final int BODY = 24;
    private static final int LINK_LAYER_OPTION = 8;
    private static final int ICMPV6 = 58;

    /** Only a neighbour's packet has it: routers make it less. */
    private static final int HOP_LIMIT = 255;

    private static final int SOLICITED = 0x4000_0000;
    private static final int OVERRIDE = 0x2000_0000;
    private static final long GROUP_MAC = 0x3333_0000_0000L;
    private static final IpAddress NOBODY = new IpAddress("::");
    private static final IpAddress ALL_NODES = new IpAddress("ff02::1");
    private static final IpAddress SOLICITED_NODES = new IpAddress("ff02::1:ff00:0");

    /**
     * "Who has {@code target}?" in the name of nobody, whom every host of the link hears answer.
     */
    public static NeighbourMessage probe(MacAddress asker, IpAddress target) {
        byte[] group = SOLICITED_NODES.bytes();
        System.arraycopy(target.bytes(), 13, group, 13, 3);
        IpAddress asked = address(group);
        return new NeighbourMessage(
                Kind.SOLICITATION, asker, groupMac(asked), NOBODY, asked, target, false);
    }

    /** "{@code target} is at {@code owner}", to all, unasked. */
    public static NeighbourMessage announcement(MacAddress owner, IpAddress target) {
        return new NeighbourMessage(
                Kind.ADVERTISEMENT, owner, groupMac(ALL_NODES), target, ALL_NODES, target, false);
    }

    /** The answer to this question on behalf of {@code owner}. */
    public NeighbourMessage answer(MacAddress owner) {
        return isProbe()
                ? announcement(owner, target)
                : new NeighbourMessage(
                        Kind.ADVERTISEMENT, owner, sourceMac, target, source, target, true);
    }

    /** Whether it asks, in the name of nobody, whether an address is free (RFC 4862, 5.4). */
    public boolean isProbe() {
        return kind == Kind.SOLICITATION && source.equals(NOBODY);
    }

    /** The message in this frame, if there is one for Ethernet, sent by a neighbour. */
    public static Optional<NeighbourMessage> parse(byte[] frame) {
        if (!isIcmpOfANeighbour(frame)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int type = frame[ETHERNET + HEADER] & 0xff;
        IpAddress target = address(frame, ETHERNET + HEADER + 8);
        if (isGroup(target)
                || (type != Kind.SOLICITATION.type && type != Kind.ADVERTISEMENT.type)) {
            return Optional.empty();
        }
        return Optional.of(
                new NeighbourMessage(
                        type == Kind.SOLICITATION.type ? Kind.SOLICITATION : Kind.ADVERTISEMENT,
                        new MacAddress(buffer.getLong(4) & 0xffff_ffff_ffffL),
                        new MacAddress(buffer.getLong(0) >>> 16),
                        address(frame, ETHERNET + 8),
                        address(frame, ETHERNET + 24),
                        target,
                        (buffer.getInt(ETHERNET + HEADER + 4) & SOLICITED) != 0));
    }

    private static boolean isIcmpOfANeighbour(byte[] frame) {
        return frame.length >= ETHERNET + HEADER + BODY
                && (ByteBuffer.wrap(frame).getShort(12) & 0xffff) == IPV6
                && frame[ETHERNET] >> 4 == 6
                && frame[ETHERNET + 6] == ICMPV6
                && (frame[ETHERNET + 7] & 0xff) == HOP_LIMIT
                && frame[ETHERNET + HEADER + 1] == 0;
    }

    /** The whole frame. */
    public byte[] frame() {
        // Nobody has no link-layer address.
        int length = isProbe() ? BODY : BODY + LINK_LAYER_OPTION;
        boolean tells = kind == Kind.ADVERTISEMENT;
        ByteBuffer buffer = ByteBuffer.allocate(ETHERNET + HEADER + length);
        buffer.put(destinationMac.bytes()).put(sourceMac.bytes()).putShort((short) IPV6);
        buffer.putInt(6 << 28).putShort((short) length).put((byte) ICMPV6).put((byte) HOP_LIMIT);
        buffer.put(source.bytes()).put(destination.bytes());
        buffer.put((byte) kind.type).put((byte) 0).putShort((short) 0);
        buffer.putInt(tells ? OVERRIDE | (solicited ? SOLICITED : 0) : 0).put(target.bytes());
        if (!isProbe()) {
            buffer.put((byte) (tells ? 2 : 1)).put((byte) 1).put(sourceMac.bytes());
        }
        buffer.putShort(ETHERNET + HEADER + 2, checksum(buffer.array(), length));
        return buffer.array();
    }

    /** Over the pseudo-header and the message (RFC 4443, 2.3). */
    private static short checksum(byte[] frame, int length) {
        int sum = length + ICMPV6;
        ByteBuffer words = ByteBuffer.wrap(frame);
        for (int at = ETHERNET + 8; at < ETHERNET + HEADER + length; at += 2) {
            sum += words.getShort(at) & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static MacAddress groupMac(IpAddress group) {
        int low = ByteBuffer.wrap(group.bytes()).getInt(12);
        return new MacAddress(GROUP_MAC | Integer.toUnsignedLong(low));
    }

    private static boolean isGroup(IpAddress address) {
        return address.toInetAddress().isMulticastAddress();
    }

    private static IpAddress address(byte[] frame, int at) {
        return address(Arrays.copyOfRange(frame, at, at + 16));
    }

    private static IpAddress address(byte[] bytes) {
        try {
            return new IpAddress(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }
}
