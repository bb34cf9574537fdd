package io.transship.manager.measurement;

import java.time.Duration;

/**
 * The periods of thesis Table 4.1, under their own names ("frequency" there).
 *
 * @param aggregateDefaultFrequency aggregate collector, default mode
 * @param aggregateCustomizeFrequency aggregate collector, customized mode
 * @param bandwidthDefaultFrequency bandwidth collector, default mode
 * @param bandwidthCustomizeFrequency bandwidth collector, customized mode
 */
public record MeasurementSettings(
        Duration aggregateDefaultFrequency,
        Duration aggregateCustomizeFrequency,
        Duration bandwidthDefaultFrequency,
        Duration bandwidthCustomizeFrequency) {

    /** Checks that each is longer than nothing. */
    public MeasurementSettings {
        positive("aggregateDefaultFrequency", aggregateDefaultFrequency);
        positive("aggregateCustomizeFrequency", aggregateCustomizeFrequency);
        positive("bandwidthDefaultFrequency", bandwidthDefaultFrequency);
        positive("bandwidthCustomizeFrequency", bandwidthCustomizeFrequency);
    }

    /** The published prototype's: 4 s and 1 s, 4 s and 3 s. */
    public static MeasurementSettings defaults() {
        return new MeasurementSettings(
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3));
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is longer than nothing, not " + value);
        }
    }
}
