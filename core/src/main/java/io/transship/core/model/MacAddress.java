package io.transship.core.model;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param value the low 48 bits
 */
public record MacAddress(long value) implements Comparable<MacAddress> {

    private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

    /** Checks that the value has 48 bits. */
    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException(
                    "a MAC address has 48 bits, not " + Long.toHexString(value));
        }
    }

    /**
     * Reads "02:00:0a:00:00:64".
     *
     * @throws IllegalArgumentException if the text is no MAC address
     */
    public static MacAddress parse(String text) {
        if (!COLONS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not six pairs of hex digits with colons");
        }
        return new MacAddress(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
    }

    /** Whether the address is a group address, broadcast included. */
    public boolean isGroup() {
        return ((value >>> 40) & 1) == 1;
    }

    /** The six bytes, first on the wire first. */
    public byte[] bytes() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (value >>> (8 * (5 - i)));
        }
        return bytes;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
