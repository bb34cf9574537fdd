package io.transship.manager.decision;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * How the loop decides.
 *
 * @param mode what happens with a decision to move
 * @param checkingFrequency period of the check (thesis Table 4.1)
 * @param lookingFrequency how often there are new loads for a detector that wants to see them all
 * @param seed of all seeds
 * @param migrationMode how the memory travels
 */
public record DecisionSettings(
        Mode mode,
        Duration checkingFrequency,
        Duration lookingFrequency,
        long seed,
        MigrationMode migrationMode) {

    /** Checks the periods. */
    public DecisionSettings {
        if (!checkingFrequency.isPositive() || !lookingFrequency.isPositive()) {
            throw new IllegalArgumentException(
                    "periods are longer than nothing, not %s and %s"
                            .formatted(checkingFrequency, lookingFrequency));
        }
    }
}
