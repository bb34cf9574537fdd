package io.transship.manager.decision;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.view.ContainerFacts;
import io.transship.core.view.HostLoad;
import io.transship.core.view.Placement;
import java.util.Map;
import java.util.Set;

/** What the daemons say now. May ask them, with a deadline. Thread-safe. */
public interface HostDirectory {

    /** The hosts whose daemon answers. */
    Set<HostId> reachable();

    /** Which managed container runs where; a host that doesn't answer keeps what it said last. */
    Placement placement();

    /** How busy hosts are; one that has not said is absent. */
    default Map<HostId, HostLoad> loads() {
        return Map.of();
    }

    /** What containers were like when they were measured last. */
    default Map<ContainerId, ContainerFacts> facts() {
        return Map.of();
    }
}
