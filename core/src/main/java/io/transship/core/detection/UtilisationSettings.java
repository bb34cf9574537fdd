package io.transship.core.detection;

import java.time.Duration;

/**
 * When the {@code utilisation} detector calls a port overloaded.
 *
 * @param share of the capacity over which a port is overloaded, above 0, at most 1
 * @param time for how long it must be
 * @param smoothing time constant of the smoothed load
 */
public record UtilisationSettings(double share, Duration time, Duration smoothing) {

    /** Checks the ranges. */
    public UtilisationSettings {
        if (!(share > 0 && share <= 1) || time.isNegative() || smoothing.isNegative()) {
            throw new IllegalArgumentException(
                    "share is above 0 and at most 1; time and smoothing are not negative");
        }
    }

    /** 80 % for 10 s, smoothed over 5 s. */
    public static UtilisationSettings defaults() {
        return new UtilisationSettings(0.8, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }
}
