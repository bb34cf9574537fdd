package io.transship.core.detection;

import io.transship.core.model.DatapathId;
import io.transship.core.view.Star;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Readings of switches, written down by hand. */
final class Traffic {

    static final DatapathId S1 = new DatapathId(1);
    static final DatapathId S2 = new DatapathId(2);
    static final DatapathId S3 = new DatapathId(3);

    private final Map<DatapathId, List<AggregateReading>> readings = new HashMap<>();

    static Instant at(double seconds) {
        return Star.NOW.plusNanos(Math.round(seconds * 1e9));
    }

    /** A reading so many seconds after {@link Star#NOW}. */
    Traffic reading(DatapathId datapath, double seconds, long packetCount) {
        readings.computeIfAbsent(datapath, none -> new ArrayList<>())
                .add(new AggregateReading(datapath, at(seconds), 3, packetCount));
        return this;
    }

    /** Readings one {@code period} apart, with these differences. */
    Traffic differences(
            DatapathId datapath, double fromSeconds, Duration period, long... differences) {
        double seconds = fromSeconds;
        long count = last(datapath);
        for (long difference : differences) {
            seconds += period.toMillis() / 1000.0;
            count += difference;
            reading(datapath, seconds, count);
        }
        return this;
    }

    AggregateHistory history() {
        return AggregateHistory.of(readings);
    }

    private long last(DatapathId datapath) {
        List<AggregateReading> list = readings.getOrDefault(datapath, List.of());
        return list.isEmpty() ? 0 : list.getLast().packetCount();
    }
}
