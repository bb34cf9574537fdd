package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import java.time.Duration;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of the rules that hold for each kind of move, whatever the policy. Policies never see
 * them. docs/limits.md says why the defaults leave no room for ping-pong.
 *
 * @param coolDown how long a container rests after a move, from the move's end
 * @param movesAtOnce how many moves may be under way, at least 1
 * @param movesAtOncePerHost how many of them may leave or reach one host, at least 1
 * @param movesPerHour how many moves may begin within an hour, at least 1
 * @param containersPerHost how many containers make a host full, at least 1
 * @param leastGain by what share the links that a container joins must be less crowded than those
 *     that it leaves, 0 to 1; asked of moves that detection has asked for
 * @param mostLoad how full, as a share of its capacity, a link may become by such a move; fuller
 *     only if it is not fuller than the fullest that is relieved; not negative
 * @param cycleWindow how long a container does not return to a host that it has left
 * @param returnAfter until when after it has left it returns only for {@code returnGain}
 * @param returnGain the share that is asked for a return until then, 0 to 1
 * @param pinned containers that nobody moves
 */
public record MoveLimits(
        Duration coolDown,
        int movesAtOnce,
        int movesAtOncePerHost,
        int movesPerHour,
        int containersPerHost,
        double leastGain,
        double mostLoad,
        Duration cycleWindow,
        Duration returnAfter,
        double returnGain,
        Set<ContainerId> pinned) {

    /** Checks the ranges. */
    public MoveLimits {
        pinned = Set.copyOf(pinned);
        demand(
                Stream.of(coolDown, cycleWindow, returnAfter).noneMatch(Duration::isNegative),
                "a limit's time is not negative");
        demand(
                IntStream.of(movesAtOnce, movesAtOncePerHost, movesPerHour, containersPerHost)
                        .allMatch(count -> count >= 1),
                "at least 1 move may be under way, at a host and in all, 1 may begin within an"
                        + " hour, and a host has room for 1 container");
        demand(
                DoubleStream.of(leastGain, returnGain).allMatch(share -> share >= 0 && share <= 1),
                "a gain is a share from 0 to 1");
        demand(mostLoad >= 0, "the most load of a link is not negative");
    }

    private static void demand(boolean kept, String words) {
        if (!kept) {
            throw new IllegalArgumentException(words);
        }
    }

    /** As the configuration has them if it says nothing. */
    public static MoveLimits defaults() {
        return new MoveLimits(
                Duration.ofMinutes(1),
                1,
                1,
                60,
                1,
                0.1,
                0.8,
                Duration.ofHours(1),
                Duration.ofHours(6),
                0.5,
                Set.of());
    }

    /** No calm at all: nobody rests, and anybody may return at once; only safety is kept. */
    public static MoveLimits safetyOnly() {
        return new MoveLimits(
                Duration.ZERO,
                1,
                1,
                Integer.MAX_VALUE,
                1,
                0,
                Double.MAX_VALUE,
                Duration.ZERO,
                Duration.ZERO,
                0,
                Set.of());
    }
}
