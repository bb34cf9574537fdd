package io.transship.manager.redirect;

import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import java.time.Duration;

/**
 * Holds a container's frames in the network while it moves, and lets them go where it runs then.
 * Thread-safe.
 */
public interface TrafficRedirect {

    /**
     * Holds every frame to the container on ALL switches, and answers ARP requests for it. Returns
     * after every switch has confirmed with a barrier: from then on no frame reaches the old place.
     *
     * @param lease after which the switches drop the hold by themselves, should the manager die
     * @throws io.transship.core.failure.TransshipException NETWORK_UNAVAILABLE if a switch does not
     *     confirm; then nothing is held
     */
    HeldTraffic hold(MacAddress mac, IpAddress ip, Duration lease);
}
