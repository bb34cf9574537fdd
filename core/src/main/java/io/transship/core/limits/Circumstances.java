package io.transship.core.limits;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the rules look at besides the network.
 *
 * @param history what has moved
 * @param maintenance hosts that take no container
 * @param traits what containers' labels say; absent: nothing
 * @param now the moment
 */
public record Circumstances(
        MoveHistory history,
        Set<HostId> maintenance,
        Map<ContainerId, Traits> traits,
        Instant now) {

    /** Copies the collections. */
    public Circumstances {
        maintenance = Set.copyOf(maintenance);
        traits = Map.copyOf(traits);
    }

    /** Nothing but a history. */
    public static Circumstances of(MoveHistory history, Instant now) {
        return new Circumstances(history, Set.of(), Map.of(), now);
    }

    /** What a container's labels say. */
    public Traits traitsOf(ContainerId container) {
        return traits.getOrDefault(container, Traits.NONE);
    }
}
