package io.transship.manager.plan;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.core.prediction.OwnTraffic;
import io.transship.core.prediction.SendingRate;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Residual;
import io.transship.manager.decision.ViewAssembler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What paths between hosts have left now, in the direction of travel. Thread-safe. */
public final class PathRooms {

    private final ViewAssembler views;
    private final InstantSource clock;

    private final Duration measured;

    /**
     * Looks at the network through these views.
     *
     * @param measured how long loads are measured each
     */
    public PathRooms(ViewAssembler views, InstantSource clock, Duration measured) {
        this.views = views;
        this.clock = clock;
        this.measured = measured;
    }

    /** What is left while the container serves. */
    public PathRoom between(HostId source, HostId target) {
        return between(source, target, OwnTraffic.NONE, false);
    }

    /**
     * What is left for a move, besides what it sends itself already.
     *
     * @param frozen whether the container is frozen: if it is the only one on its host, all that
     *     its host sends now ends with it
     */
    public PathRoom between(HostId source, HostId target, OwnTraffic own, boolean frozen) {
        return room(
                () -> {
                    NetworkView view =
                            own.takenFrom(view(source, target), source, target, measured);
                    long there =
                            view.placement().hosts().values().stream()
                                    .filter(source::equals)
                                    .count();
                    return frozen && there <= 1
                            ? Residual.withSilent(source, target, view)
                            : Residual.of(source, target, view);
                });
    }

    private NetworkView view(HostId source, HostId target) {
        return views.withRoute(views.view(clock.instant()), source, target);
    }

    /** A controller that does not answer now is no reason not to move. */
    private static PathRoom room(Supplier<Residual.Result> look) {
        try {
            return switch (look.get()) {
                case Residual.Known known ->
                        new PathRoom(
                                Optional.of(new SendingRate.Room(known.rate(), known.capacity())),
                                known.bottleneck());
                case Residual.Unknown unknown -> new PathRoom(Optional.empty(), unknown.reason());
            };
        } catch (TransshipException e) {
            return new PathRoom(Optional.empty(), e.code().name());
        }
    }
}
