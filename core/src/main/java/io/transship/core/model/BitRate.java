package io.transship.core.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate of data.
 *
 * @param bps bit/s, not negative
 */
public record BitRate(long bps) implements Comparable<BitRate> {

    /** No data at all. */
    public static final BitRate ZERO = new BitRate(0);

    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kMG]?)bit/s");

    /** Checks that the rate is not negative. */
    public BitRate {
        if (bps < 0) {
            throw new IllegalArgumentException("a bit rate is not negative: " + bps);
        }
    }

    /** So many Mbit/s. */
    public static BitRate ofMbps(double mbps) {
        return new BitRate(Math.round(mbps * 1e6));
    }

    /**
     * Reads "10Mbit/s", "2.5 Gbit/s", "800kbit/s" or "5bit/s".
     *
     * @throws IllegalArgumentException if the unit is missing or unknown, or the number negative
     */
    public static BitRate parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a bit rate such as 10Mbit/s");
        }
        double factor =
                switch (matcher.group(2)) {
                    case "k" -> 1e3;
                    case "M" -> 1e6;
                    case "G" -> 1e9;
                    default -> 1;
                };
        return new BitRate(Math.round(Double.parseDouble(matcher.group(1)) * factor));
    }

    /** This rate less {@code other}, never below zero. */
    public BitRate minus(BitRate other) {
        return new BitRate(Math.max(0, bps - other.bps));
    }

    /** The sum of both. */
    public BitRate plus(BitRate other) {
        return new BitRate(bps + other.bps);
    }

    /** The smaller of both. */
    public BitRate min(BitRate other) {
        return bps <= other.bps ? this : other;
    }

    /** Whether this rate is below {@code other}. */
    public boolean isLessThan(BitRate other) {
        return bps < other.bps;
    }

    /** The rate in Mbit/s. */
    public double mbps() {
        return bps / 1e6;
    }

    @Override
    public int compareTo(BitRate other) {
        return Long.compare(bps, other.bps);
    }

    /** For people: "9.41 Mbit/s". */
    @Override
    public String toString() {
        if (bps >= 1_000_000_000L) {
            return String.format(Locale.ROOT, "%.2f Gbit/s", bps / 1e9);
        }
        if (bps >= 1_000_000L) {
            return String.format(Locale.ROOT, "%.2f Mbit/s", bps / 1e6);
        }
        return bps >= 1_000L
                ? String.format(Locale.ROOT, "%.1f kbit/s", bps / 1e3)
                : bps + " bit/s";
    }
}
