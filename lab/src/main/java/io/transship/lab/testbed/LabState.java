package io.transship.lab.testbed;

import io.transship.core.model.BitRate;
import java.util.List;

/**
 * How a lab stands.
 *
 * @param name its name
 * @param number its number on this machine, 1 to 199
 * @param hosts every machine
 * @param links every cable
 */
public record LabState(String name, int number, List<HostState> hosts, List<LinkState> links) {

    /** Copies the lists. */
    public LabState {
        hosts = List.copyOf(hosts);
        links = List.copyOf(links);
    }

    /**
     * One machine.
     *
     * @param name "h2"
     * @param on whether it has power
     */
    public record HostState(String name, boolean on) {}

    /**
     * One cable.
     *
     * @param a one end
     * @param b the other
     * @param capacity in each direction
     * @param plugged false if it has been cut
     */
    public record LinkState(String a, String b, BitRate capacity, boolean plugged) {}
}
