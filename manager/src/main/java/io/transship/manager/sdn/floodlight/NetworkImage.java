package io.transship.manager.sdn.floodlight;

import io.transship.core.model.Topology;
import io.transship.manager.sdn.floodlight.FloodlightApi.Device;
import java.util.List;

/**
 * The network as Floodlight told it last.
 *
 * @param topology the connected switches and their links
 * @param devices machines that were seen
 */
record NetworkImage(Topology topology, List<Device> devices) {

    /** Nothing is known. */
    static final NetworkImage NONE = new NetworkImage(Topology.empty(), List.of());

    NetworkImage {
        devices = List.copyOf(devices);
    }
}
