package io.transship.manager.plan;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.prediction.SendingRate;
import io.transship.manager.migration.SendingBound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds what migrations send by what their paths have left. Thread-safe. */
public final class PathBound implements SendingBound {

    private static final Logger LOG = LoggerFactory.getLogger(PathBound.class);

    private final PathRooms rooms;
    private final SendingRate sending;

    /** Bounds by these paths. */
    public PathBound(PathRooms rooms, SendingRate sending) {
        this.rooms = rooms;
        this.sending = sending;
    }

    @Override
    public BitRate now(HostId source, HostId target, boolean frozen) {
        PathRoom path = frozen ? rooms.whileFrozen(source, target) : rooms.between(source, target);
        BitRate bound = sending.bound(path.room());
        LOG.info(
                "From {} to {} at most {} are sent: {}",
                source,
                target,
                bound.bps() == 0 ? "as many bits as go" : bound,
                path.basis());
        return bound;
    }
}
