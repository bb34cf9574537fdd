package io.transship.manager.limits;

import io.transship.core.limits.MoveHistory;
import io.transship.core.limits.MoveLimits;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.view.Placement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A guard under which a container rests after a move and may then go anywhere. */
public final class RestingGuard {

    private RestingGuard() {}

    /** Looks at that placement, as it changes. */
    public static MoveGuard of(Duration rest, Map<ContainerId, HostId> placement, Clock clock) {
        MoveLimits limits =
                new MoveLimits(
                        rest, 1, 1, 60, 1, 0.1, 0.8, Duration.ZERO, Duration.ZERO, 0.5, Set.of());
        return new MoveGuard(
                limits,
                MoveGuard.Sights.of(() -> Placement.of(placement)),
                MoveHistory.empty(),
                clock);
    }
}
