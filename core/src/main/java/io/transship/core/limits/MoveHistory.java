package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The moves of the last hour, and those under way. Immutable.
 *
 * @param moving containers whose move is under way
 * @param ends the end of each container's last move
 * @param begins when moves began, oldest first
 */
public record MoveHistory(
        Set<ContainerId> moving, Map<ContainerId, Instant> ends, List<Instant> begins) {

    private static final Duration KEPT = Duration.ofHours(1);

    /** Copies the collections. */
    public MoveHistory {
        moving = Set.copyOf(moving);
        ends = Map.copyOf(ends);
        begins = List.copyOf(begins);
    }

    /** Nothing has moved yet. */
    public static MoveHistory empty() {
        return new MoveHistory(Set.of(), Map.of(), List.of());
    }

    /** The history after a move of {@code container} has begun. */
    public MoveHistory begun(ContainerId container, Instant now) {
        Set<ContainerId> nowMoving = new HashSet<>(moving);
        nowMoving.add(container);
        List<Instant> nowBegins = new ArrayList<>(begins);
        nowBegins.removeIf(begin -> begin.isBefore(now.minus(KEPT)));
        nowBegins.add(now);
        return new MoveHistory(nowMoving, ends, nowBegins);
    }

    /** The history after the move of {@code container} has ended, however. */
    public MoveHistory ended(ContainerId container, Instant now) {
        Set<ContainerId> stillMoving = new HashSet<>(moving);
        stillMoving.remove(container);
        Map<ContainerId, Instant> nowEnds = new HashMap<>(ends);
        nowEnds.put(container, now);
        return new MoveHistory(stillMoving, nowEnds, begins);
    }

    /** Whether a move of {@code container} is under way. */
    public boolean isUnderWay(ContainerId container) {
        return moving.contains(container);
    }

    /** How many moves are under way. */
    public int underWay() {
        return moving.size();
    }

    /** When the container's last move ended. */
    public Optional<Instant> lastEnd(ContainerId container) {
        return Optional.ofNullable(ends.get(container));
    }

    /** How many moves have begun since then. */
    public int begunSince(Instant since) {
        return (int) begins.stream().filter(begin -> !begin.isBefore(since)).count();
    }
}
