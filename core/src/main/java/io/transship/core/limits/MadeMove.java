package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Optional;

/**
 * A move that has begun.
 *
 * @param container which
 * @param source from where
 * @param target to where
 * @param began when
 * @param ended when, if it has
 * @param arrived whether the container has left the source for the target
 */
public record MadeMove(
        ContainerId container,
        HostId source,
        HostId target,
        Instant began,
        Optional<Instant> ended,
        boolean arrived) {

    /** Whether it is under way. */
    public boolean isUnderWay() {
        return ended.isEmpty();
    }

    /** Whether it leaves or reaches that host. */
    public boolean touches(HostId host) {
        return source.equals(host) || target.equals(host);
    }

    /** The last moment at which it touched anything. */
    public Instant last() {
        return ended.orElse(began);
    }
}
