package io.transship.manager.config;

import io.transship.core.model.IpAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/**
 * IPv4 addresses in a row, both ends included: "10.0.0.100-10.0.0.199".
 *
 * @param first the lowest
 * @param last the highest
 */
public record AddressRange(IpAddress first, IpAddress last) {

    /** Checks that both are IPv4 and in order. */
    public AddressRange {
        if (number(first) > number(last)) {
            throw new IllegalArgumentException(first + " comes after " + last);
        }
    }

    /**
     * Reads "10.0.0.100-10.0.0.199".
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static AddressRange parse(String text) {
        String[] ends = text.strip().split("\\s*-\\s*", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a range of addresses such as 10.0.0.100-10.0.0.199");
        }
        return new AddressRange(new IpAddress(ends[0]), new IpAddress(ends[1]));
    }

    /** How many addresses there are. */
    public long size() {
        return number(last) - number(first) + 1;
    }

    /** Whether {@code address} is one of them. */
    public boolean contains(IpAddress address) {
        return address.toInetAddress() instanceof Inet4Address
                && number(address) >= number(first)
                && number(address) <= number(last);
    }

    /** The address at a place, from 0. */
    public IpAddress at(long index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(index + " is outside of " + this);
        }
        return address(number(first) + index);
    }

    /** The IPv4 address whose four bytes are the last four of {@code number}. */
    public static IpAddress address(long number) {
        return new IpAddress(
                "%d.%d.%d.%d"
                        .formatted(
                                number >> 24 & 0xff,
                                number >> 16 & 0xff,
                                number >> 8 & 0xff,
                                number & 0xff));
    }

    private static long number(IpAddress address) {
        if (!(address.toInetAddress() instanceof Inet4Address)) {
            throw new IllegalArgumentException(address + " is not an IPv4 address");
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(address.bytes()).getInt());
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
