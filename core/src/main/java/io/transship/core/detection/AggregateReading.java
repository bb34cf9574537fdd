package io.transship.core.detection;

import io.transship.core.model.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A switch's packet count over all its flow entries at one moment (thesis 4.3, StatisticAggregate).
 *
 * @param datapath the switch
 * @param at when it was read
 * @param flowCount flow entries
 * @param packetCount packets that matched them; falls when flow entries go
 */
public record AggregateReading(DatapathId datapath, Instant at, long flowCount, long packetCount) {

    /**
     * Packets since {@code earlier}, brought to a {@code period}: reading times jitter, and a long
     * interval must not look like heavy traffic. Empty if the count fell, since then nobody knows,
     * or no time has passed.
     */
    public OptionalDouble differencePer(Duration period, AggregateReading earlier) {
        long nanos = Duration.between(earlier.at, at).toNanos();
        if (nanos <= 0 || packetCount < earlier.packetCount) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                (packetCount - earlier.packetCount) * (double) period.toNanos() / nanos);
    }
}
