package io.transship.core.view;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.HostId;
import java.util.Optional;

/**
 * A container host as it is known at one moment.
 *
 * @param id its name
 * @param at where it is attached; empty while the network has not seen it
 * @param accessCapacity what its cable carries in each direction; empty if nobody has said
 * @param reserved whether it is never a target
 * @param reachable whether its daemon answers
 * @param load how busy it is; empty while its daemon has not said
 */
public record Host(
        HostId id,
        Optional<ConnectPoint> at,
        Optional<BitRate> accessCapacity,
        boolean reserved,
        boolean reachable,
        Optional<HostLoad> load) {

    /** A host whose load is not known. */
    public Host(
            HostId id,
            Optional<ConnectPoint> at,
            Optional<BitRate> accessCapacity,
            boolean reserved,
            boolean reachable) {
        this(id, at, accessCapacity, reserved, reachable, Optional.empty());
    }

    /** The same host with that load. */
    public Host withLoad(Optional<HostLoad> measured) {
        return new Host(id, at, accessCapacity, reserved, reachable, measured);
    }
}
