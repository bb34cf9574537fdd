package io.transship.manager.sdn.openflow.discovery;

import io.transship.manager.sdn.LinkCapacities;
import java.time.Duration;

/**
 * How links are found.
 *
 * @param probePeriod between two probes of a link
 * @param settleTime how long a port that comes up is probed before it counts as a host's
 * @param capacities that go before the speed that a port claims
 */
public record DiscoverySettings(
        Duration probePeriod, Duration settleTime, LinkCapacities capacities) {

    /** So many switches are probed within a period; what they send back is work for one thread. */
    private static final int SWITCHES_A_PERIOD = 2_000;

    /**
     * How many times as often the switches with new links are probed, if there are so many in all;
     * at most so many times.
     */
    int closer(int switches, int most) {
        return Math.clamp(SWITCHES_A_PERIOD / Math.max(1, switches), 1, most);
    }

    /** How many times as long the period is in a network of so many switches. */
    int stretch(int switches) {
        return Math.max(1, Math.ceilDiv(switches, SWITCHES_A_PERIOD));
    }

    /** The period in a network of so many switches. */
    Duration probePeriod(int switches) {
        return probePeriod.multipliedBy(stretch(switches));
    }
}
