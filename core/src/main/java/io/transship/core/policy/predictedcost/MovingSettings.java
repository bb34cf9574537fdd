package io.transship.core.policy.predictedcost;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.prediction.Costs;
import io.transship.core.prediction.SendingRate;

/**
 * How a container will be moved.
 *
 * @param mode how its memory travels; {@code auto} is reckoned as a copy
 * @param sending the most that the move sends
 * @param costs what does not depend on the path
 */
public record MovingSettings(MigrationMode mode, SendingRate sending, Costs costs) {

    /** A copy that takes at most nine tenths of what a path has left. */
    public static MovingSettings defaults() {
        return new MovingSettings(
                MigrationMode.COPY, new SendingRate(BitRate.ZERO, 0.9), Costs.START);
    }
}
