package io.transship.core.detection;

import java.time.Duration;

/**
 * The thresholds and periods of thesis Table 4.1, under their own names, and two that it leaves
 * open.
 *
 * @param aggregateThreshold aggregate packet count over which a switch may be heavy
 * @param aggregateDifferenceThreshold packets in one default period over which a switch may be
 *     heavy
 * @param aggregateDefaultFrequency period of the default mode
 * @param aggregateCustomizeFrequency period of the customized mode
 * @param customizedMonitorTime how long the customized mode lasts
 * @param growthTolerance "continuing increase": no difference falls below (1 − this) × the largest
 *     before it, 0 to 1. A link that is full carries a steady number of packets with some noise, so
 *     that 0, the thesis to the letter, would find only links that are still filling up
 * @param growthWindow over how many customized periods a difference is taken, at least 1. Switches
 *     bring their flow counters up to date only every half second or so, which alone shakes a
 *     difference over one second by a half. Measured on a full 10 Mbit/s link of Open vSwitch on
 *     two cores with seven times their work: over windows of four seconds no difference fell more
 *     than 35 % short of the largest before it, over single seconds most sessions had one that did
 */
public record DetectionSettings(
        long aggregateThreshold,
        long aggregateDifferenceThreshold,
        Duration aggregateDefaultFrequency,
        Duration aggregateCustomizeFrequency,
        Duration customizedMonitorTime,
        double growthTolerance,
        int growthWindow) {

    /** Checks the ranges. */
    public DetectionSettings {
        if (aggregateThreshold < 0 || aggregateDifferenceThreshold < 0) {
            throw new IllegalArgumentException("thresholds are not negative");
        }
        positive("aggregateDefaultFrequency", aggregateDefaultFrequency);
        positive("aggregateCustomizeFrequency", aggregateCustomizeFrequency);
        positive("customizedMonitorTime", customizedMonitorTime);
        if (!(growthTolerance >= 0 && growthTolerance <= 1) || growthWindow < 1) {
            throw new IllegalArgumentException(
                    "growthTolerance is 0 to 1, and growthWindow at least 1");
        }
        if (customizedMonitorTime.compareTo(
                        leastMonitorTime(growthWindow, aggregateCustomizeFrequency))
                < 0) {
            throw new IllegalArgumentException(
                    "customizedMonitorTime has no room for two differences over growthWindow periods");
        }
    }

    /**
     * The shortest customized session in which growth can be seen: two differences and one spare.
     */
    public static Duration leastMonitorTime(
            int growthWindow, Duration aggregateCustomizeFrequency) {
        return aggregateCustomizeFrequency.multipliedBy(growthWindow + 2L);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is longer than nothing, not " + value);
        }
    }

    /** The defaults of the published prototype; tolerance 40 %, window 4. */
    public static DetectionSettings defaults() {
        return new DetectionSettings(
                10_000,
                400,
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                0.4,
                4);
    }
}
