package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The moves that the rules look back on, and those under way. Immutable.
 *
 * @param moves oldest first
 */
public record MoveHistory(List<MadeMove> moves) {

    /** Copies the list. */
    public MoveHistory {
        moves = List.copyOf(moves);
    }

    /** Nothing has moved yet. */
    public static MoveHistory empty() {
        return new MoveHistory(List.of());
    }

    /** The history after a move has begun. */
    public MoveHistory begun(ContainerId container, HostId source, HostId target, Instant now) {
        List<MadeMove> more = new ArrayList<>(moves);
        more.add(new MadeMove(container, source, target, now, Optional.empty(), false));
        return new MoveHistory(more);
    }

    /** The history after the move of {@code container} has ended, at the target or the source. */
    public MoveHistory ended(ContainerId container, boolean arrived, Instant now) {
        return new MoveHistory(
                moves.stream()
                        .map(
                                move ->
                                        move.isUnderWay() && move.container().equals(container)
                                                ? new MadeMove(
                                                        container,
                                                        move.source(),
                                                        move.target(),
                                                        move.began(),
                                                        Optional.of(now),
                                                        arrived)
                                                : move)
                        .toList());
    }

    /** The history without what was over before {@code oldest}. */
    public MoveHistory since(Instant oldest) {
        return new MoveHistory(
                moves.stream()
                        .filter(move -> move.isUnderWay() || !move.last().isBefore(oldest))
                        .toList());
    }

    /** The moves under way. */
    public List<MadeMove> underWay() {
        return moves.stream().filter(MadeMove::isUnderWay).toList();
    }

    /** Whether a move of {@code container} is under way. */
    public boolean isUnderWay(ContainerId container) {
        return underWay().stream().anyMatch(move -> move.container().equals(container));
    }

    /** When the container's last move ended. */
    public Optional<Instant> lastEnd(ContainerId container) {
        return of(container).flatMap(move -> move.ended().stream()).max(Comparator.naturalOrder());
    }

    /** When the container left {@code host} for the last time. */
    public Optional<Instant> left(ContainerId container, HostId host) {
        return of(container)
                .filter(move -> move.arrived() && move.source().equals(host))
                .map(MadeMove::last)
                .max(Comparator.naturalOrder());
    }

    /** How many moves have begun since then. */
    public int begunSince(Instant since) {
        return (int) moves.stream().filter(move -> !move.began().isBefore(since)).count();
    }

    /** What other containers have moved since then. */
    public List<MadeMove> ofOthers(ContainerId container, Instant since) {
        return moves.stream()
                .filter(move -> !move.container().equals(container))
                .filter(move -> move.arrived() && !move.last().isBefore(since))
                .toList();
    }

    /** How far back the rules of {@code limits} look. */
    public static Duration horizon(MoveLimits limits) {
        return Stream.of(
                        Duration.ofHours(1),
                        limits.coolDown(),
                        limits.cycleWindow(),
                        limits.returnAfter())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Stream<MadeMove> of(ContainerId container) {
        return moves.stream().filter(move -> move.container().equals(container));
    }
}
