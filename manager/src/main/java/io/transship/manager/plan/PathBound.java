package io.transship.manager.plan;

import io.transship.core.model.BitRate;
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
    public BitRate now(Sending move) {
        PathRoom path = rooms.between(move.source(), move.target(), move.own(), move.frozen());
        BitRate bound = sending.bound(path.room(), move.before());
        if (!bound.equals(move.before())) {
            LOG.info(
                    "From {} to {} at most {} are sent: {}",
                    move.source(),
                    move.target(),
                    bound.bps() == 0 ? "as many bits as go" : bound,
                    path.basis());
        }
        return bound;
    }
}
