package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Rules that hold for each kind of move, whatever the policy. Policies never see them.
 *
 * @param coolDown how long a container rests after a move, from the move's end
 * @param movesAtOnce how many moves may be under way, at least 1
 * @param movesPerHour how many moves may begin within an hour, at least 1
 */
public record MoveLimits(Duration coolDown, int movesAtOnce, int movesPerHour) {

    private static final Duration HOUR = Duration.ofHours(1);

    /** Checks the ranges. */
    public MoveLimits {
        if (coolDown.isNegative() || movesAtOnce < 1 || movesPerHour < 1) {
            throw new IllegalArgumentException(
                    "a cool-down is not negative, and at least 1 move may be under way and 1 may"
                            + " begin within an hour");
        }
    }

    /** One minute, one at once, 60 an hour. */
    public static MoveLimits defaults() {
        return new MoveLimits(Duration.ofMinutes(1), 1, 60);
    }

    /** Why {@code container} may not move now; empty if it may. */
    public Optional<String> objection(ContainerId container, MoveHistory history, Instant now) {
        if (history.isUnderWay(container)) {
            return Optional.of(container + " is moving already");
        }
        if (history.underWay() >= movesAtOnce) {
            return Optional.of(
                    "%d of %d moves at once are under way"
                            .formatted(history.underWay(), movesAtOnce));
        }
        Optional<Instant> restsUntil = history.lastEnd(container).map(end -> end.plus(coolDown));
        if (restsUntil.filter(now::isBefore).isPresent()) {
            long seconds = Duration.between(now, restsUntil.get()).toMillis() / 1000 + 1;
            return Optional.of(
                    container + " has moved lately and rests for " + seconds + " s more");
        }
        if (history.begunSince(now.minus(HOUR)) >= movesPerHour) {
            return Optional.of("%d moves an hour are the limit".formatted(movesPerHour));
        }
        return Optional.empty();
    }
}
