package io.transship.core.model;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The identifier of a switch in OpenFlow.
 *
 * @param value 64 bits, unsigned
 */
public record DatapathId(long value) implements Comparable<DatapathId> {

    private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){7}");

    /**
     * Reads "00:00:00:00:00:00:00:01", or a decimal number.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static DatapathId parse(String text) {
        if (COLONS.matcher(text).matches()) {
            return new DatapathId(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
        }
        try {
            return new DatapathId(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "datapath id '"
                            + text
                            + "' is neither 16 hex digits in pairs with colons nor a number",
                    e);
        }
    }

    @Override
    public int compareTo(DatapathId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":")
                .formatHex(java.nio.ByteBuffer.allocate(8).putLong(value).array());
    }
}
