package io.transship.manager.sdn;

import io.transship.core.model.BitRate;
import io.transship.core.model.DatapathId;
import io.transship.core.model.IpAddress;
import java.util.Map;
import java.util.Set;

/**
 * Capacities that the configuration states; they go before the speed that a port claims.
 *
 * @param betweenSwitches by the two switches of a cable
 * @param toHosts of the cable between a switch and the host with that address
 */
public record LinkCapacities(
        Map<Set<DatapathId>, BitRate> betweenSwitches, Map<IpAddress, BitRate> toHosts) {

    /** Checks that each cable has two ends. */
    public LinkCapacities {
        betweenSwitches = Map.copyOf(betweenSwitches);
        toHosts = Map.copyOf(toHosts);
        for (Set<DatapathId> ends : betweenSwitches.keySet()) {
            if (ends.size() != 2) {
                throw new IllegalArgumentException("a cable joins two switches, not " + ends);
            }
        }
    }

    /** Nothing is stated. */
    public static LinkCapacities unstated() {
        return new LinkCapacities(Map.of(), Map.of());
    }
}
