package io.transship.core.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data.
 *
 * @param bytes not negative
 */
public record ByteCount(long bytes) implements Comparable<ByteCount> {

    /** Nothing. */
    public static final ByteCount ZERO = new ByteCount(0);

    private static final Pattern TEXT = Pattern.compile("(\\d+)\\s*(B|kB|MB|GB|KiB|MiB|GiB)");

    /** Checks that the amount is not negative. */
    public ByteCount {
        if (bytes < 0) {
            throw new IllegalArgumentException("an amount of bytes is not negative: " + bytes);
        }
    }

    /** So many MiB. */
    public static ByteCount ofMiB(long mib) {
        return new ByteCount(Math.multiplyExact(mib, 1L << 20));
    }

    /**
     * Reads "64MiB", "10 MB" or "512B".
     *
     * @throws IllegalArgumentException if the unit is missing or unknown, or the number negative or
     *     too large
     */
    public static ByteCount parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an amount of bytes such as 64MiB");
        }
        long factor =
                switch (matcher.group(2)) {
                    case "kB" -> 1_000L;
                    case "MB" -> 1_000_000L;
                    case "GB" -> 1_000_000_000L;
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    case "GiB" -> 1L << 30;
                    default -> 1L;
                };
        try {
            return new ByteCount(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is more bytes than 63 bits hold", e);
        }
    }

    @Override
    public int compareTo(ByteCount other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: "10.6 MiB". */
    @Override
    public String toString() {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
        }
        if (bytes >= 1L << 20) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
        }
        return bytes >= 1L << 10
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) (1L << 10))
                : bytes + " B";
    }
}
