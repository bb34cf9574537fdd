package io.transship.daemon.network;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.core.neighbour.NeighbourMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks the data network who has an address (RFC 5227, "ARP Probe"; RFC 4862, duplicate address
 * detection): in nobody's name, so that no neighbour table changes by it.
 */
public final class AddressProbe {

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int FRAME = 42;
    private static final short ETHERTYPE_ARP = 0x0806;
    private static final short REPLY = 2;

    private final String bridge;
    private final LongSupplier nanos;

    /** Asks out of that bridge. */
    public AddressProbe(String bridge) {
        this(bridge, System::nanoTime);
    }

    AddressProbe(String bridge, LongSupplier nanos) {
        this.bridge = bridge;
        this.nanos = nanos;
    }

    /** Where it asks. */
    public String bridge() {
        return bridge;
    }

    /** The MAC addresses of all that answered for that address within a quarter of a second. */
    public Set<MacAddress> holders(IpAddress address, MacAddress own) {
        return address.bytes().length == 4
                ? answers(ETHERTYPE_ARP, probe(address, own), frame -> holder(frame, address))
                : answers(
                        (short) NeighbourMessage.IPV6,
                        NeighbourMessage.probe(own, address).frame(),
                        frame -> advertiser(frame, address));
    }

    private Set<MacAddress> answers(
            short etherType, byte[] question, Function<byte[], Optional<MacAddress>> read) {
        Set<MacAddress> found = new TreeSet<>();
        try (PacketSocket socket = PacketSocket.open(bridge, etherType)) {
            socket.send(question);
            long end = nanos.getAsLong() + PATIENCE.toNanos();
            for (long left = PATIENCE.toNanos(); left > 0; left = end - nanos.getAsLong()) {
                read.apply(socket.receive(Duration.ofNanos(left))).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Whoever says in this frame that the IPv6 address is his. */
    static Optional<MacAddress> advertiser(byte[] frame, IpAddress address) {
        return NeighbourMessage.parse(frame)
                .filter(each -> each.kind() == NeighbourMessage.Kind.ADVERTISEMENT)
                .filter(each -> each.target().equals(address))
                .map(NeighbourMessage::sourceMac);
    }

    static byte[] probe(IpAddress address, MacAddress own) {
        byte[] broadcast = new byte[6];
        Arrays.fill(broadcast, (byte) 0xff);
        return ByteBuffer.allocate(FRAME)
                .put(broadcast)
                .put(own.bytes())
                .putShort(ETHERTYPE_ARP)
                .putShort((short) 1) // Ethernet
                .putShort((short) 0x0800) // IPv4
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1) // request
                .put(own.bytes())
                .put(new byte[4])
                .put(new byte[6])
                .put(address.bytes())
                .array();
    }

    /** Whoever says in this frame that the address is his: in a reply, or in an announcement. */
    static Optional<MacAddress> holder(byte[] frame, IpAddress address) {
        if (frame.length < FRAME) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        byte[] sender = Arrays.copyOfRange(frame, 28, 32);
        boolean arp = buffer.getShort(12) == ETHERTYPE_ARP && buffer.getShort(16) == 0x0800;
        if (!arp || buffer.getShort(20) > REPLY || !Arrays.equals(sender, address.bytes())) {
            return Optional.empty();
        }
        return Optional.of(new MacAddress(buffer.getLong(22) >>> 16));
    }
}
