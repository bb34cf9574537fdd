package io.transship.manager.limits;

import io.transship.core.limits.Circumstances;
import io.transship.core.limits.ContainerRules;
import io.transship.core.limits.Deliberation;
import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.limits.HostRules;
import io.transship.core.limits.MoveHistory;
import io.transship.core.limits.MoveLimits;
import io.transship.core.limits.Objection;
import io.transship.core.limits.Traits;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.MoveSource;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps the rules of all moves: what has moved, what is under way, and what forbids one more.
 * Thread-safe.
 */
public final class MoveGuard {

    /**
     * What the rules look at besides moves.
     *
     * @param placement which container runs where
     * @param traits what containers' labels say
     * @param maintenance the hosts that take none
     */
    public record Sights(
            Supplier<Placement> placement,
            Supplier<Map<ContainerId, Traits>> traits,
            Supplier<Set<HostId>> maintenance) {

        /** Containers without labels, and no maintenance. */
        public static Sights of(Supplier<Placement> placement) {
            return new Sights(placement, Map::of, Set::of);
        }
    }

    private final Sights sights;
    private final Clock clock;
    private volatile MoveLimits limits;
    private MoveHistory history;

    /** A guard with the moves of earlier managers. */
    public MoveGuard(MoveLimits limits, Sights sights, MoveHistory past, Clock clock) {
        this.limits = limits;
        this.sights = sights;
        this.history = past;
        this.clock = clock;
    }

    /** Goes on by other limits. */
    public void use(MoveLimits other) {
        limits = other;
    }

    /** The limits in use. */
    public MoveLimits limits() {
        return limits;
    }

    /** Policy and rules together, from now on. */
    public Deliberation deliberation(BiFunction<NetworkView, MoveSource, NetworkView> routes) {
        return new Deliberation(limits, routes);
    }

    /** What the rules look at now. */
    public Circumstances circumstances() {
        Map<ContainerId, Traits> traits = sights.traits().get();
        Set<HostId> maintenance = sights.maintenance().get();
        return new Circumstances(history(), maintenance, traits, clock.instant());
    }

    private synchronized MoveHistory history() {
        return history;
    }

    /** Whether a move is under way. */
    public synchronized boolean isBusy() {
        return !history.underWay().isEmpty();
    }

    /** Why that container may not move there now; the policy's gain is not asked for. */
    public Optional<Objection> objection(MoveSource source, HostId target, Wish wish) {
        Circumstances circumstances = circumstances();
        Placement placement = sights.placement().get();
        return Stream.concat(
                        new ContainerRules(limits)
                                        .objections(
                                                source.container(), source.host(), circumstances)
                                        .stream(),
                        new HostRules(limits)
                                .objections(source, target, placement, circumstances).stream())
                .filter(each -> wish == Wish.MANAGER || each.rule().bindsPeople())
                .findFirst();
    }

    /** Counts a move as begun, unless a rule forbids it. */
    public Optional<Objection> claim(MoveSource source, HostId target, Wish wish) {
        synchronized (this) {
            Optional<Objection> objection = objection(source, target, wish);
            if (objection.isEmpty()) {
                history =
                        history.since(clock.instant().minus(MoveHistory.horizon(limits)))
                                .begun(source.container(), source.host(), target, clock.instant());
            }
            return objection;
        }
    }

    /** A claimed move is over; it has arrived or not. */
    public synchronized void ended(ContainerId container, boolean arrived) {
        history = history.ended(container, arrived, clock.instant());
    }
}
