package io.transship.core.model;

/**
 * The name of a managed container; it stays the same wherever the container runs.
 *
 * @param name letters, digits, dots, dashes and underscores, 1 to 64 of them
 */
public record ContainerId(String name) implements Comparable<ContainerId> {

    /** Checks the name. */
    public ContainerId {
        Names.check("container", name);
    }

    @Override
    public int compareTo(ContainerId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
