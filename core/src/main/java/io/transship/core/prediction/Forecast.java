package io.transship.core.prediction;

import io.transship.core.migration.MigrationMode;
import java.util.Optional;

/**
 * A mode's prediction, or why there is none.
 *
 * @param mode which
 * @param prediction empty if something it needs is not known
 * @param basis what it rests on, or what is not known; for people
 */
public record Forecast(MigrationMode mode, Optional<Prediction> prediction, String basis) {}
