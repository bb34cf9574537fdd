package io.transship.core.model;

/**
 * The name of a container host, as in the configuration ("h2").
 *
 * @param name letters, digits, dots, dashes and underscores, 1 to 64 of them
 */
public record HostId(String name) implements Comparable<HostId> {

    /** Checks the name. */
    public HostId {
        Names.check("host", name);
    }

    @Override
    public int compareTo(HostId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
