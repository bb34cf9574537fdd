package io.transship.manager.decision;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * How the loop decides.
 *
 * @param mode what happens with a decision to move
 * @param checkingFrequency period of the check (thesis Table 4.1)
 * @param seed of all seeds
 * @param migrationMode how the memory travels
 */
public record DecisionSettings(
        Mode mode, Duration checkingFrequency, long seed, MigrationMode migrationMode) {

    /** Checks the period. */
    public DecisionSettings {
        if (!checkingFrequency.isPositive()) {
            throw new IllegalArgumentException(
                    "checkingFrequency is longer than nothing, not " + checkingFrequency);
        }
    }
}
