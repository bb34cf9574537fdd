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
 * @param places how many managed containers it takes in all
 * @param barred why a rule keeps the container in question away from it; empty: none does
 * @param load how busy it is; empty while its daemon has not said
 */
public record Host(
        HostId id,
        Optional<ConnectPoint> at,
        Optional<BitRate> accessCapacity,
        boolean reserved,
        boolean reachable,
        int places,
        Optional<String> barred,
        Optional<HostLoad> load) {

    /** A host that takes one container, from which no rule keeps it away; its load is not known. */
    public Host(
            HostId id,
            Optional<ConnectPoint> at,
            Optional<BitRate> accessCapacity,
            boolean reserved,
            boolean reachable) {
        this(id, at, accessCapacity, reserved, reachable, 1, Optional.empty(), Optional.empty());
    }

    /** A host that takes one container, from which no rule keeps it away. */
    public Host(
            HostId id,
            Optional<ConnectPoint> at,
            Optional<BitRate> accessCapacity,
            boolean reserved,
            boolean reachable,
            Optional<HostLoad> load) {
        this(id, at, accessCapacity, reserved, reachable, 1, Optional.empty(), load);
    }

    /** The same host with that load. */
    public Host withLoad(Optional<HostLoad> measured) {
        return new Host(id, at, accessCapacity, reserved, reachable, places, barred, measured);
    }

    /** The same host with so many places. */
    public Host withPlaces(int newPlaces) {
        return new Host(id, at, accessCapacity, reserved, reachable, newPlaces, barred, load);
    }

    /** The same host, barred for that reason. */
    public Host withBarred(String why) {
        return new Host(
                id, at, accessCapacity, reserved, reachable, places, Optional.of(why), load);
    }
}
