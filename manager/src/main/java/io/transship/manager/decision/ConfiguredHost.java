package io.transship.manager.decision;

import io.transship.core.model.BitRate;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import java.util.Optional;

/**
 * A host as the configuration names it.
 *
 * @param id its name
 * @param address on the data network; where the network sees it, there it is attached
 * @param accessCapacity of its cable, if the configuration says
 * @param reserved whether it is never a target
 */
public record ConfiguredHost(
        HostId id, IpAddress address, Optional<BitRate> accessCapacity, boolean reserved) {}
