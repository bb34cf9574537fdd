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
        Duration probePeriod, Duration settleTime, LinkCapacities capacities) {}
