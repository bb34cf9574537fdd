package io.transship.core.policy.catalog;

import java.time.Duration;

/**
 * What the policies can be told.
 *
 * @param tieTolerance {@code bandwidth}: share of the best residual within which paths are equal
 * @param latencyResolution {@code shortest-path}: difference below which latencies are equal
 */
public record PolicySettings(double tieTolerance, Duration latencyResolution) {

    /** 5 % and 1 ms. */
    public static PolicySettings defaults() {
        return new PolicySettings(0.05, Duration.ofMillis(1));
    }
}
