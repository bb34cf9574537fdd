package io.transship.manager.redirect;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.time.Duration;
import java.util.List;

/**
 * Holds a container's frames in the network while it moves, and lets them go where it runs then.
 * Thread-safe.
 */
public interface TrafficRedirect {

    /**
     * Holds every frame to the container on ALL switches, and answers for it who asks for its
     * addresses. Returns after every switch has confirmed with a barrier: from then on no frame
     * reaches the old place.
     *
     * @param ips its addresses, first the one of IPv4 by which the network knows its place
     * @param lease after which the switches drop the hold by themselves, should the manager die
     * @throws io.transship.core.failure.TransshipException NETWORK_UNAVAILABLE if a switch does not
     *     confirm; then nothing is held
     */
    HeldTraffic hold(MacAddress mac, List<IpAddress> ips, Duration lease);

    /**
     * Whether the network keeps what it holds, and holds until the release or the lease's end.
     * Where it only drops, by entries that somebody else may lose, a copy's port stays out of its
     * bridge until the copy is adopted.
     */
    boolean keepsFrames();
}
