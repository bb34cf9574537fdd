package io.transship.core.policy;

import io.transship.core.model.BitRate;
import java.time.Duration;
import java.util.Locale;

/**
 * A number by which candidates are compared.
 *
 * @param value the number
 * @param unit its unit: "bit/s", "ms", "share" (0 to 1), "points", or "of n" for a draw
 */
public record Score(double value, String unit) {

    /** The score of a rate. */
    public static Score of(BitRate rate) {
        return new Score(rate.bps(), "bit/s");
    }

    /** The score of a time. */
    public static Score of(Duration time) {
        return new Score(time.toNanos() / 1e6, "ms");
    }

    /** The score of a share, 0 to 1. */
    public static Score share(double share) {
        return new Score(share, "share");
    }

    /** A score that has no unit. */
    public static Score points(double points) {
        return new Score(points, "points");
    }

    /** The score of a candidate that had one chance of {@code n}. */
    public static Score chance(int n) {
        return new Score(1, "of " + n);
    }

    /** For people: "9.41 Mbit/s", "0.125 ms", "62.5 %", "1 of 3". */
    @Override
    public String toString() {
        return switch (unit) {
            case "bit/s" -> new BitRate(Math.round(value)).toString();
            case "ms" -> String.format(Locale.ROOT, "%.3f ms", value);
            case "share" -> String.format(Locale.ROOT, "%.1f %%", value * 100);
            case "points" -> String.format(Locale.ROOT, "%.4g points", value);
            default -> String.format(Locale.ROOT, "%.0f %s", value, unit);
        };
    }
}
