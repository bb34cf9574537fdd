package io.transship.core.prediction;

import static io.transship.core.migration.MigrationMode.COPY;
import static io.transship.core.migration.MigrationMode.LEAVE_RUNNING;
import static io.transship.core.migration.MigrationMode.PAGE_SERVER;
import static io.transship.core.migration.MigrationMode.PRE_COPY;
import static java.util.Comparator.comparing;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Picks the mode of a move that was ordered as {@code auto}.
 *
 * <p>Of the modes that may be picked: if some stay below {@code maxDowntime}, the one of them that
 * is over first; else the one with the least downtime. Equal ones: fewer bytes, then the order of
 * {@link MigrationMode}. Where nothing can be predicted, copy.
 *
 * @param safe whether only modes may be picked that can go back until the copy serves, and that
 *     this release was tried in
 * @param maxDowntime what to stay below
 */
public record AutoMode(boolean safe, Duration maxDowntime) {

    private static final Set<MigrationMode> SAFE = Set.of(COPY, PAGE_SERVER);

    private static final Comparator<Forecast> SOONEST =
            comparing((Forecast each) -> prediction(each).total())
                    .thenComparing(each -> prediction(each).bytes())
                    .thenComparing(Forecast::mode);

    private static final Comparator<Forecast> LEAST_DOWNTIME =
            comparing((Forecast each) -> prediction(each).downtime()).thenComparing(SOONEST);

    /**
     * What was picked, and what became of each mode.
     *
     * @param mode the one picked; empty if none of the modes is offered
     * @param verdicts one for each mode, in the order of the forecasts
     */
    public record Choice(Optional<MigrationMode> mode, List<Verdict> verdicts) {}

    /**
     * A mode's fate.
     *
     * @param mode which
     * @param chosen whether it was picked
     * @param reason why, or why not; for people
     */
    public record Verdict(MigrationMode mode, boolean chosen, String reason) {}

    /**
     * Picks.
     *
     * @param forecasts of all modes
     * @param notOffered modes that a side lacks, with the reason
     */
    public Choice choose(List<Forecast> forecasts, Map<MigrationMode, String> notOffered) {
        List<Forecast> candidates =
                forecasts.stream()
                        .filter(each -> bar(each, notOffered).isEmpty())
                        .filter(each -> each.prediction().isPresent())
                        .toList();
        boolean anyBelow = candidates.stream().anyMatch(this::staysBelow);
        Optional<Forecast> best =
                candidates.stream()
                        .filter(each -> !anyBelow || staysBelow(each))
                        .min(anyBelow ? SOONEST : LEAST_DOWNTIME);
        Optional<MigrationMode> mode =
                best.map(Forecast::mode).or(() -> withoutPrediction(notOffered));
        List<Verdict> verdicts =
                forecasts.stream().map(each -> verdict(each, mode, best, notOffered)).toList();
        return new Choice(mode, verdicts);
    }

    private static Optional<MigrationMode> withoutPrediction(
            Map<MigrationMode, String> notOffered) {
        return Optional.of(COPY).filter(copy -> !notOffered.containsKey(copy));
    }

    /** Why a mode may not be picked. */
    private Optional<String> bar(Forecast forecast, Map<MigrationMode, String> notOffered) {
        MigrationMode mode = forecast.mode();
        if (notOffered.containsKey(mode)) {
            return Optional.of(notOffered.get(mode));
        }
        if (mode == LEAVE_RUNNING) {
            return Optional.of("never by itself: it loses what changes after the dump");
        }
        if (safe && !SAFE.contains(mode)) {
            return Optional.of(
                    mode == PRE_COPY
                            ? "has not been tried on a kernel that can, and 'safe' is set"
                            : "can't go back once the copy serves, and 'safe' is set");
        }
        return Optional.empty();
    }

    private boolean staysBelow(Forecast forecast) {
        return prediction(forecast).downtime().compareTo(maxDowntime) <= 0;
    }

    private Verdict verdict(
            Forecast each,
            Optional<MigrationMode> mode,
            Optional<Forecast> best,
            Map<MigrationMode, String> notOffered) {
        boolean chosen = mode.isPresent() && mode.get() == each.mode();
        return new Verdict(
                each.mode(),
                chosen,
                chosen
                        ? whyChosen(each)
                        : bar(each, notOffered).orElseGet(() -> whyLost(each, best)));
    }

    private String whyChosen(Forecast each) {
        if (each.prediction().isEmpty()) {
            return "nothing can be predicted: " + each.basis();
        }
        return staysBelow(each)
                ? "is over first of those that stay below " + millis(maxDowntime)
                : "has the least downtime; none stays below " + millis(maxDowntime);
    }

    private String whyLost(Forecast each, Optional<Forecast> best) {
        if (each.prediction().isEmpty()) {
            return each.basis();
        }
        Forecast winner = best.orElseThrow();
        if (staysBelow(winner) && !staysBelow(each)) {
            return "does not stay below " + millis(maxDowntime);
        }
        Prediction mine = prediction(each);
        Prediction other = prediction(winner);
        if (!staysBelow(winner) && !mine.downtime().equals(other.downtime())) {
            return "has a longer downtime than " + winner.mode();
        }
        if (!mine.total().equals(other.total())) {
            return "takes longer than " + winner.mode();
        }
        return mine.bytes().equals(other.bytes())
                ? "is no better than " + winner.mode()
                : "sends more than " + winner.mode();
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static Prediction prediction(Forecast forecast) {
        return forecast.prediction().orElseThrow();
    }
}
