package io.transship.core.limits;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.Host;
import io.transship.core.view.HostLoad;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a host may be the target of a container; asked before the policy sees the host. */
public final class HostRules {

    private final MoveLimits limits;

    /** The rules with these numbers. */
    public HostRules(MoveLimits limits) {
        this.limits = limits;
    }

    /** The same, and whether the host has room in its memory, of which only the view tells. */
    public List<Objection> objections(
            MoveSource source, HostId target, NetworkView view, Circumstances circumstances) {
        List<Objection> found =
                new ArrayList<>(objections(source, target, view.placement(), circumstances));
        memory(source.container(), target, view, circumstances.history()).ifPresent(found::add);
        return found;
    }

    /** All that speaks against that target, gravest first. */
    public List<Objection> objections(
            MoveSource source, HostId target, Placement placement, Circumstances circumstances) {
        List<Objection> found = new ArrayList<>();
        closed(target, circumstances).ifPresent(found::add);
        labels(source, target, placement, circumstances).ifPresent(found::add);
        full(source.container(), target, placement, circumstances).ifPresent(found::add);
        crowd(target, circumstances.history(), limits).ifPresent(found::add);
        cycle(source, target, circumstances).ifPresent(found::add);
        exchange(source, target, circumstances).ifPresent(found::add);
        return found;
    }

    /** What holds whichever container would go there. */
    static Optional<Objection> closed(HostId target, Circumstances circumstances) {
        return circumstances.maintenance().contains(target)
                ? Optional.of(new Objection(Rule.MAINTENANCE, target + " is under maintenance"))
                : Optional.empty();
    }

    static Optional<Objection> crowd(HostId host, MoveHistory history, MoveLimits limits) {
        long touching = history.underWay().stream().filter(move -> move.touches(host)).count();
        return touching >= limits.movesAtOncePerHost()
                ? Optional.of(
                        new Objection(
                                Rule.MOVES_AT_ONCE_PER_HOST,
                                "%d of %d moves at once touch %s"
                                        .formatted(touching, limits.movesAtOncePerHost(), host)))
                : Optional.empty();
    }

    private static Optional<Objection> labels(
            MoveSource source, HostId target, Placement placement, Circumstances circumstances) {
        ContainerId container = source.container();
        Traits traits = circumstances.traitsOf(container);
        if (!traits.hosts().isEmpty() && !traits.hosts().contains(target)) {
            return Optional.of(
                    new Objection(
                            Rule.HOSTS,
                            container
                                    + " may only be on "
                                    + traits.hosts().stream()
                                            .map(HostId::name)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
        Optional<Objection> apart =
                traits.apart()
                        .flatMap(
                                group ->
                                        members(group, container, placement, circumstances, true)
                                                .stream()
                                                .filter(on(target, placement))
                                                .findFirst()
                                                .map(
                                                        other ->
                                                                new Objection(
                                                                        Rule.APART,
                                                                        "%s of the same group %s is there"
                                                                                .formatted(
                                                                                        other,
                                                                                        group))));
        return apart.or(() -> together(container, target, placement, circumstances));
    }

    private static Optional<Objection> together(
            ContainerId container,
            HostId target,
            Placement placement,
            Circumstances circumstances) {
        return circumstances
                .traitsOf(container)
                .together()
                .flatMap(
                        group -> {
                            List<ContainerId> others =
                                    members(group, container, placement, circumstances, false);
                            boolean near = others.stream().anyMatch(on(target, placement));
                            return others.isEmpty() || near
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Objection(
                                                    Rule.TOGETHER,
                                                    "no other container of group %s is there"
                                                            .formatted(group)));
                        });
    }

    private static java.util.function.Predicate<ContainerId> on(HostId host, Placement placement) {
        return container -> placement.hostOf(container).filter(host::equals).isPresent();
    }

    private static List<ContainerId> members(
            String group,
            ContainerId but,
            Placement placement,
            Circumstances circumstances,
            boolean apart) {
        return placement.hosts().keySet().stream()
                .filter(each -> !each.equals(but))
                .filter(
                        each -> {
                            Traits traits = circumstances.traitsOf(each);
                            return (apart ? traits.apart() : traits.together())
                                    .filter(group::equals)
                                    .isPresent();
                        })
                .toList();
    }

    private Optional<Objection> full(
            ContainerId container,
            HostId target,
            Placement placement,
            Circumstances circumstances) {
        List<ContainerId> there = new ArrayList<>(placement.containersOn(target));
        circumstances.history().underWay().stream()
                .filter(move -> move.target().equals(target))
                .map(MadeMove::container)
                .filter(each -> !there.contains(each) && !each.equals(container))
                .forEach(there::add);
        if (there.size() < limits.containersPerHost()) {
            return Optional.empty();
        }
        return Optional.of(
                new Objection(
                        Rule.CONTAINERS_PER_HOST,
                        "has or awaits %s; %d may be there"
                                .formatted(
                                        there.stream()
                                                .map(ContainerId::name)
                                                .collect(Collectors.joining(", ")),
                                        limits.containersPerHost())));
    }

    /** What has not been measured forbids nothing; what is on its way there is not there yet. */
    private static Optional<Objection> memory(
            ContainerId container, HostId target, NetworkView view, MoveHistory history) {
        Optional<ByteCount> needed = view.facts(container).map(ContainerFacts::memory);
        Optional<ByteCount> left =
                view.host(target).flatMap(Host::load).map(HostLoad::memoryAvailable);
        if (needed.isEmpty() || left.isEmpty()) {
            return Optional.empty();
        }
        long coming =
                history.underWay().stream()
                        .filter(move -> move.target().equals(target))
                        .filter(move -> !move.container().equals(container))
                        .flatMap(move -> view.facts(move.container()).stream())
                        .mapToLong(facts -> facts.memory().bytes())
                        .sum();
        if (needed.get().bytes() + coming <= left.get().bytes()) {
            return Optional.empty();
        }
        String others =
                coming == 0
                        ? ""
                        : ", and %s are on their way there".formatted(new ByteCount(coming));
        return Optional.of(
                new Objection(
                        Rule.HOST_MEMORY,
                        "%s takes %s of memory, %s had %s left when it was measured last%s"
                                .formatted(container, needed.get(), target, left.get(), others)));
    }

    private Optional<Objection> cycle(
            MoveSource source, HostId target, Circumstances circumstances) {
        return circumstances
                .history()
                .left(source.container(), target)
                .filter(left -> circumstances.now().isBefore(left.plus(limits.cycleWindow())))
                .map(
                        left ->
                                new Objection(
                                        Rule.CYCLE_WINDOW,
                                        "%s left it %s ago and does not return within %s"
                                                .formatted(
                                                        source.container(),
                                                        words(left, circumstances.now()),
                                                        words(limits.cycleWindow()))));
    }

    private Optional<Objection> exchange(
            MoveSource source, HostId target, Circumstances circumstances) {
        Instant since = circumstances.now().minus(limits.cycleWindow());
        return circumstances.history().ofOthers(source.container(), since).stream()
                .filter(move -> move.source().equals(target) && move.target().equals(source.host()))
                .findFirst()
                .map(
                        move ->
                                new Objection(
                                        Rule.EXCHANGE,
                                        "%s came from there to %s %s ago; they would change places"
                                                .formatted(
                                                        move.container(),
                                                        source.host(),
                                                        words(move.last(), circumstances.now()))));
    }

    static String words(Instant from, Instant to) {
        return words(Duration.between(from, to));
    }

    /** "12 s", "5 min", "2.5 h". */
    static String words(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? Math.round(seconds / 60.0) + " min"
                : String.format(java.util.Locale.ROOT, "%.1f h", seconds / 3600.0);
    }
}
