package io.transship.core.detection;

import io.transship.core.detection.Evidence.GrowthEvidence;
import io.transship.core.model.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Algorithm 2, first part: of the watched switches "the one with the package difference keeping
 * greater than 0, and continuing increase" (thesis 5.4). If several qualify, the one with the
 * greatest last difference.
 */
final class GrowingSwitch {

    private final DetectionSettings settings;

    GrowingSwitch(DetectionSettings settings) {
        this.settings = settings;
    }

    /** Every watched switch, by what was read since the session began. */
    List<GrowthEvidence> judge(
            Collection<DatapathId> watched, AggregateHistory history, Instant since) {
        return watched.stream()
                .sorted()
                .map(datapath -> judge(datapath, history.of(datapath, since)))
                .toList();
    }

    /** The switch that qualifies. */
    static Optional<DatapathId> best(List<GrowthEvidence> judged) {
        return judged.stream()
                .filter(evidence -> evidence.positive() && evidence.growing())
                .max(
                        Comparator.comparing(
                                        (GrowthEvidence evidence) ->
                                                evidence.differences().getLast())
                                .thenComparing(GrowthEvidence::datapath, Comparator.reverseOrder()))
                .map(GrowthEvidence::datapath);
    }

    private GrowthEvidence judge(DatapathId datapath, List<AggregateReading> readings) {
        List<Double> differences = new ArrayList<>();
        List<AggregateReading> run = new ArrayList<>();
        for (AggregateReading reading : readings) {
            if (!run.isEmpty() && isTooClose(run.getLast(), reading)) {
                continue;
            }
            if (!run.isEmpty() && reading.packetCount() < run.getLast().packetCount()) {
                run.clear();
            }
            run.add(reading);
            difference(run).ifPresent(differences::add);
        }
        boolean enough = differences.size() >= 2;
        boolean positive = enough && differences.stream().allMatch(each -> each > 0);
        return new GrowthEvidence(
                datapath, differences, positive, enough && isGrowing(differences));
    }

    /** Up to the last reading of a run, over the window, brought to the customized period. */
    private OptionalDouble difference(List<AggregateReading> run) {
        int first = run.size() - 1 - settings.growthWindow();
        return first < 0
                ? OptionalDouble.empty()
                : run.getLast()
                        .differencePer(settings.aggregateCustomizeFrequency(), run.get(first));
    }

    /** A change of mode can bring two readings together; their difference would be all noise. */
    private boolean isTooClose(AggregateReading earlier, AggregateReading reading) {
        return Duration.between(earlier.at(), reading.at())
                        .multipliedBy(2)
                        .compareTo(settings.aggregateCustomizeFrequency())
                < 0;
    }

    private boolean isGrowing(List<Double> differences) {
        double largest = 0;
        for (double each : differences) {
            if (each < (1 - settings.growthTolerance()) * largest) {
                return false;
            }
            largest = Math.max(largest, each);
        }
        return true;
    }
}
