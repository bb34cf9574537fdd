package io.transship.core.detection;

import io.transship.core.model.DatapathId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The last readings of each switch. Immutable.
 *
 * @param readings of each switch, oldest first
 */
public record AggregateHistory(SortedMap<DatapathId, List<AggregateReading>> readings) {

    /** Copies the map and its lists. */
    public AggregateHistory {
        SortedMap<DatapathId, List<AggregateReading>> copy = new TreeMap<>();
        readings.forEach((datapath, list) -> copy.put(datapath, List.copyOf(list)));
        readings = Collections.unmodifiableSortedMap(copy);
    }

    /** A history of these readings. */
    public static AggregateHistory of(Map<DatapathId, List<AggregateReading>> readings) {
        return new AggregateHistory(new TreeMap<>(readings));
    }

    /** The switches that have been read. */
    public SortedSet<DatapathId> switches() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(readings.keySet()));
    }

    /** The readings of a switch, oldest first. */
    public List<AggregateReading> of(DatapathId datapath) {
        return readings.getOrDefault(datapath, List.of());
    }

    /** The readings of a switch from {@code since} on, oldest first. */
    public List<AggregateReading> of(DatapathId datapath, Instant since) {
        return of(datapath).stream().filter(reading -> !reading.at().isBefore(since)).toList();
    }
}
