package io.transship.core.detection;

import io.transship.core.detection.Evidence.SwitchEvidence;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Algorithm 1: the heavy set (thesis 5.4: "a set of switches which both the package aggregate
 * number and the package difference between current time and last time exceed the threshold …, with
 * container running").
 */
final class HeavySwitches {

    private static final int PERIODS_FRESH = 3;

    private final DetectionSettings settings;
    private final Duration least;

    HeavySwitches(DetectionSettings settings) {
        this.settings = settings;
        this.least = settings.aggregateDefaultFrequency().multipliedBy(3).dividedBy(4);
    }

    /** Every switch with two readings, the last of which still tells of now. */
    List<SwitchEvidence> judge(NetworkView view, AggregateHistory history, Instant now) {
        List<SwitchEvidence> judged = new ArrayList<>();
        for (DatapathId datapath : history.switches()) {
            List<AggregateReading> readings = history.of(datapath);
            int last = readings.size() - 1;
            OptionalDouble difference =
                    last < 1 || isOld(readings.get(last), now)
                            ? OptionalDouble.empty()
                            : at(readings, last);
            if (difference.isPresent()) {
                List<HostId> busy = busyHosts(datapath, view);
                long count = readings.get(last).packetCount();
                boolean heavy = isOver(count, difference.getAsDouble()) && !busy.isEmpty();
                judged.add(
                        new SwitchEvidence(datapath, count, difference.getAsDouble(), busy, heavy));
            }
        }
        return judged;
    }

    /** The first reading of an unbroken run until the last one that is over both thresholds. */
    Instant overSince(List<AggregateReading> readings, Instant otherwise) {
        Instant since = otherwise;
        for (int i = readings.size() - 1; i >= 1; i--) {
            OptionalDouble difference = at(readings, i);
            if (difference.isEmpty()
                    || !isOver(readings.get(i).packetCount(), difference.getAsDouble())) {
                return since;
            }
            since = readings.get(i).at();
        }
        return since;
    }

    static List<HostId> busyHosts(DatapathId datapath, NetworkView view) {
        return view.busyHosts().stream()
                .filter(host -> host.at().filter(at -> at.datapath().equals(datapath)).isPresent())
                .map(Host::id)
                .toList();
    }

    /**
     * Packets up to a reading since the last one that is most of a default period older, so that
     * the shorter intervals of the customized mode are judged alike.
     */
    private OptionalDouble at(List<AggregateReading> readings, int index) {
        AggregateReading last = readings.get(index);
        for (int i = index - 1; i >= 0; i--) {
            AggregateReading earlier = readings.get(i);
            if (earlier.packetCount() > readings.get(i + 1).packetCount()) {
                return OptionalDouble.empty();
            }
            if (!earlier.at().isAfter(last.at().minus(least))) {
                return last.differencePer(settings.aggregateDefaultFrequency(), earlier);
            }
        }
        return OptionalDouble.empty();
    }

    /** A switch that has fallen silent is unknown, not heavy for ever. */
    private boolean isOld(AggregateReading reading, Instant now) {
        return reading.at()
                .plus(settings.aggregateDefaultFrequency().multipliedBy(PERIODS_FRESH))
                .isBefore(now);
    }

    private boolean isOver(long count, double difference) {
        return count > settings.aggregateThreshold()
                && difference > settings.aggregateDifferenceThreshold();
    }
}
