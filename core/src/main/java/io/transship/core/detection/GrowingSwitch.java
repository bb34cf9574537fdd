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
        List<Double> means = means(differences(readings));
        boolean enough = means.size() >= 2;
        boolean positive = enough && means.stream().allMatch(mean -> mean > 0);
        return new GrowthEvidence(datapath, means, positive, enough && isGrowing(means));
    }

    private List<Double> differences(List<AggregateReading> readings) {
        Duration period = settings.aggregateCustomizeFrequency();
        List<Double> differences = new ArrayList<>();
        AggregateReading earlier = null;
        for (AggregateReading reading : readings) {
            if (earlier == null) {
                earlier = reading;
            } else if (!isTooClose(earlier, reading, period)) {
                reading.differencePer(period, earlier).ifPresent(differences::add);
                earlier = reading;
            }
        }
        return differences;
    }

    /** A change of mode can bring two readings together; their difference would be all noise. */
    private static boolean isTooClose(
            AggregateReading earlier, AggregateReading reading, Duration period) {
        return Duration.between(earlier.at(), reading.at()).multipliedBy(2).compareTo(period) < 0;
    }

    private List<Double> means(List<Double> differences) {
        int window = settings.growthWindow();
        List<Double> means = new ArrayList<>();
        for (int end = window; end <= differences.size(); end++) {
            means.add(
                    differences.subList(end - window, end).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow());
        }
        return means;
    }

    private boolean isGrowing(List<Double> means) {
        double largest = 0;
        for (double mean : means) {
            if (mean < (1 - settings.growthTolerance()) * largest) {
                return false;
            }
            largest = Math.max(largest, mean);
        }
        return true;
    }
}
