package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a container may move at all now, wherever to. */
public final class ContainerRules {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MoveLimits limits;

    /** The rules with these numbers. */
    public ContainerRules(MoveLimits limits) {
        this.limits = limits;
    }

    /** All that speaks against a move of {@code container} from {@code source}, gravest first. */
    public List<Objection> objections(
            ContainerId container, HostId source, Circumstances circumstances) {
        MoveHistory history = circumstances.history();
        List<Objection> found = new ArrayList<>();
        if (history.isUnderWay(container)) {
            found.add(new Objection(Rule.UNDER_WAY, container + " is moving already"));
        }
        pin(container, circumstances.traitsOf(container)).ifPresent(found::add);
        int moving = history.underWay().size();
        if (moving >= limits.movesAtOnce()) {
            found.add(
                    new Objection(
                            Rule.MOVES_AT_ONCE,
                            "%d of %d moves at once are under way"
                                    .formatted(moving, limits.movesAtOnce())));
        }
        HostRules.crowd(source, history, limits).ifPresent(found::add);
        rest(container, circumstances).ifPresent(found::add);
        int begun = history.begunSince(circumstances.now().minus(HOUR));
        if (begun >= limits.movesPerHour()) {
            found.add(
                    new Objection(
                            Rule.MOVES_PER_HOUR,
                            "%d moves have begun within the hour, %d may"
                                    .formatted(begun, limits.movesPerHour())));
        }
        return found;
    }

    private Optional<Objection> pin(ContainerId container, Traits traits) {
        if (limits.pinned().contains(container)) {
            return Optional.of(
                    new Objection(Rule.PINNED, container + " is pinned by 'limits: pinned'"));
        }
        return traits.pinned()
                ? Optional.of(
                        new Objection(
                                Rule.PINNED, container + " is pinned by its label " + Traits.PIN))
                : Optional.empty();
    }

    private Optional<Objection> rest(ContainerId container, Circumstances circumstances) {
        Instant now = circumstances.now();
        return circumstances
                .history()
                .lastEnd(container)
                .map(end -> end.plus(limits.coolDown()))
                .filter(now::isBefore)
                .map(
                        until ->
                                new Objection(
                                        Rule.COOL_DOWN,
                                        "%s has moved lately and rests for %d s more"
                                                .formatted(
                                                        container,
                                                        Duration.between(now, until).toMillis()
                                                                        / 1000
                                                                + 1)));
    }
}
