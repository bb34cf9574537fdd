package io.transship.daemon.network;

import io.transship.core.model.ContainerId;
import java.util.List;

/**
 * Whom a container knows on its network. A restored container that had to ask again could lose a
 * second to a lost ARP request, so the table moves along.
 */
public interface NeighbourTable {

    /** The neighbours that the container's kernel has a MAC address for. */
    List<Neighbour> read(ContainerId container);

    /** Adds neighbours; those it knows already are replaced. */
    void add(ContainerId container, List<Neighbour> neighbours);
}
