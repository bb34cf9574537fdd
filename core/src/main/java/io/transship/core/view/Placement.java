package io.transship.core.view;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which managed container runs on which host.
 *
 * @param hosts the host of each container, containers by name
 */
public record Placement(SortedMap<ContainerId, HostId> hosts) {

    /** Copies the map. */
    public Placement {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }

    /** A placement of these containers. */
    public static Placement of(Map<ContainerId, HostId> hosts) {
        return new Placement(new TreeMap<>(hosts));
    }

    /** Nothing runs anywhere. */
    public static Placement empty() {
        return of(Map.of());
    }

    /** Where a container runs. */
    public Optional<HostId> hostOf(ContainerId container) {
        return Optional.ofNullable(hosts.get(container));
    }

    /** The containers on a host, by name. */
    public List<ContainerId> containersOn(HostId host) {
        return hosts.entrySet().stream()
                .filter(entry -> entry.getValue().equals(host))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The hosts that run a managed container, by name. */
    public SortedSet<HostId> busyHosts() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(hosts.values()));
    }
}
