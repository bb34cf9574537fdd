package io.transship.manager.config;

import io.transship.core.container.Ipv6;
import io.transship.core.model.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A network of IPv6 addresses: "fd00:10::/64". The last four bytes are left to IPv4 addresses.
 *
 * @param network its lowest address
 * @param length of the prefix, in bits, 1 to 96
 */
public record Ipv6Prefix(IpAddress network, int length) {

    private static final int LONGEST = 96;

    /** Checks that containers can own its addresses, and that there is room for an IPv4 address. */
    public Ipv6Prefix {
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("prefix length " + length + " is not 1 to 96");
        }
        var _ = new Ipv6(network, length, Optional.empty());
        for (int bit = length; bit < 128; bit++) {
            if ((network.bytes()[bit / 8] & (0x80 >> bit % 8)) != 0) {
                throw new IllegalArgumentException(
                        network + " has bits beyond its prefix of " + length);
            }
        }
    }

    /**
     * Reads "fd00:10::/64".
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Ipv6Prefix parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an IPv6 prefix such as fd00:10::/64");
        }
        return new Ipv6Prefix(new IpAddress(parts[0]), Integer.parseInt(parts[1]));
    }

    /** The address of this network whose last four bytes are those of {@code ipv4}. */
    public IpAddress with(IpAddress ipv4) {
        byte[] bytes = network.bytes();
        System.arraycopy(ipv4.bytes(), 0, bytes, 12, 4);
        try {
            return new IpAddress(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }

    /** Whether the address is one of this network's, beyond the network's own. */
    public boolean contains(IpAddress address) {
        byte[] bytes = address.bytes();
        if (bytes.length != 16 || address.equals(network)) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((bytes[bit / 8] ^ network.bytes()[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
