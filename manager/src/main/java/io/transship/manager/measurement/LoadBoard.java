package io.transship.manager.measurement;

import io.transship.core.detection.AggregateHistory;
import io.transship.core.detection.AggregateReading;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the collectors know now: each port's last load, and each switch's last readings. A load that
 * has not been renewed for three periods is not known any more. Thread-safe.
 */
public final class LoadBoard {

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** Of a switch; ten minutes of the usual period are fewer. */
    private static final int MOST_KEPT = 256;

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Map<DatapathId, Deque<AggregateReading>> readings = new HashMap<>();
    private final Map<ConnectPoint, PortSample> counters = new HashMap<>();
    private final Map<ConnectPoint, PortLoad> loads = new HashMap<>();
    private Duration fresh;
    private Duration freshAggregate;

    /** A board on which nothing is known. */
    public LoadBoard(MeasurementSettings settings) {
        this.fresh = settings.bandwidthDefaultFrequency().multipliedBy(3);
        this.freshAggregate = settings.aggregateDefaultFrequency().multipliedBy(3);
    }

    /** Other periods: what is fresh changes with them. */
    public synchronized void use(MeasurementSettings settings) {
        fresh = settings.bandwidthDefaultFrequency().multipliedBy(3);
        freshAggregate = settings.aggregateDefaultFrequency().multipliedBy(3);
    }

    /**
     * Takes a switch's aggregate statistics.
     *
     * @return packets since the reading before; empty if there is none, it was long ago, or the
     *     count fell
     */
    public synchronized OptionalLong add(AggregateSample sample) {
        Deque<AggregateReading> list =
                readings.computeIfAbsent(sample.datapath(), none -> new ArrayDeque<>());
        AggregateReading before = list.peekLast();
        if (before != null && !sample.at().isAfter(before.at())) {
            return OptionalLong.empty();
        }
        list.addLast(
                new AggregateReading(
                        sample.datapath(), sample.at(), sample.flowCount(), sample.packetCount()));
        Instant oldest = sample.at().minus(KEPT);
        while (list.size() > MOST_KEPT || list.getFirst().at().isBefore(oldest)) {
            list.removeFirst();
        }
        return before == null || isBroken(before, sample)
                ? OptionalLong.empty()
                : OptionalLong.of(sample.packetCount() - before.packetCount());
    }

    /** A switch that was away for long has not sent all that in a period. */
    private boolean isBroken(AggregateReading before, AggregateSample sample) {
        return sample.packetCount() < before.packetCount()
                || sample.at().isAfter(before.at().plus(freshAggregate));
    }

    /**
     * Takes a port's counters.
     *
     * @return the load since the counters before, if it can be known
     */
    public synchronized Optional<PortLoad> add(PortSample sample) {
        PortSample before = counters.get(sample.port());
        if (before != null && isTooClose(before, sample)) {
            return Optional.empty();
        }
        counters.put(sample.port(), sample);
        if (before == null) {
            return Optional.empty();
        }
        Optional<PortLoad> load = RateEstimator.between(before, sample, fresh);
        load.ifPresentOrElse(
                known -> loads.put(sample.port(), known), () -> loads.remove(sample.port()));
        return load;
    }

    /** So long after a change no load that is known is of the time before it. */
    public synchronized Duration fresh() {
        return fresh;
    }

    /** The loads that tell of now. */
    public synchronized List<PortLoad> loads(Instant now) {
        return loads.values().stream()
                .filter(load -> !load.at().plus(fresh).isBefore(now))
                .toList();
    }

    /** The last readings of each switch. */
    public synchronized AggregateHistory history() {
        Map<DatapathId, List<AggregateReading>> copy = new HashMap<>();
        readings.forEach((datapath, list) -> copy.put(datapath, new ArrayList<>(list)));
        return AggregateHistory.of(copy);
    }

    /** Two modes can ask almost at once; a rate over that interval would be noise. */
    private static boolean isTooClose(PortSample before, PortSample sample) {
        return Duration.between(before.at(), sample.at()).compareTo(SHORTEST) < 0;
    }
}
