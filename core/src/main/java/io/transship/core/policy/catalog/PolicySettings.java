package io.transship.core.policy.catalog;

import io.transship.core.policy.predictedcost.MovingSettings;
import java.time.Duration;

/**
 * What the policies can be told.
 *
 * @param tieTolerance {@code bandwidth}: share of the best residual within which paths are equal
 * @param latencyResolution {@code shortest-path}: difference below which latencies are equal
 * @param moving {@code predicted-cost}: how containers are moved
 */
public record PolicySettings(
        double tieTolerance, Duration latencyResolution, MovingSettings moving) {

    /** 5 %, 1 ms, and a copy. */
    public static PolicySettings defaults() {
        return new PolicySettings(0.05, Duration.ofMillis(1), MovingSettings.defaults());
    }
}
