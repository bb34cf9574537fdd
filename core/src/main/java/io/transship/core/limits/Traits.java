package io.transship.core.limits;

import io.transship.core.model.HostId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a container's labels say about its place.
 *
 * @param pinned it stays where it is
 * @param hosts the only ones that it may be on; empty: any
 * @param apart a group of which no two are on one host
 * @param together a group that shares a host
 */
public record Traits(
        boolean pinned, Set<HostId> hosts, Optional<String> apart, Optional<String> together) {

    /** Label: "true" pins the container. */
    public static final String PIN = "io.transship.pin";

    /** Label: names of hosts with commas between. */
    public static final String HOSTS = "io.transship.hosts";

    /** Label: name of a group of which no two are on one host. */
    public static final String APART = "io.transship.apart";

    /** Label: name of a group that shares a host. */
    public static final String TOGETHER = "io.transship.together";

    /** A container whose labels say nothing. */
    public static final Traits NONE = of(Map.of());

    /** Copies the set. */
    public Traits {
        hosts = Set.copyOf(hosts);
    }

    /** What these labels say; what is no host's name is left out. */
    public static Traits of(Map<String, String> labels) {
        return new Traits(
                Boolean.parseBoolean(labels.getOrDefault(PIN, "").strip()),
                Arrays.stream(labels.getOrDefault(HOSTS, "").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .flatMap(name -> host(name).stream())
                        .collect(Collectors.toSet()),
                group(labels, APART),
                group(labels, TOGETHER));
    }

    private static Optional<HostId> host(String name) {
        try {
            return Optional.of(new HostId(name));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static Optional<String> group(Map<String, String> labels, String label) {
        return Optional.ofNullable(labels.get(label)).map(String::strip).filter(g -> !g.isEmpty());
    }
}
