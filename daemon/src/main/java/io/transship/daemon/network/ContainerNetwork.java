package io.transship.daemon.network;

import io.transship.core.model.ContainerId;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The network of managed containers on this host. Each call may be repeated; the second time it
 * changes nothing. Thread-safe for different containers.
 */
public interface ContainerNetwork {

    /**
     * Makes the container's network namespace with its address, and the veth pair whose other end
     * is up but not yet in the bridge. Whatever an earlier life left under that name goes first.
     */
    void create(ContainerId container, ContainerAddress address);

    /**
     * Has the container share the host's own network namespace, instead of {@link #create}. It has
     * no port then: plugging and unplugging changes nothing.
     */
    void share(ContainerId container);

    /** Plugs the container's port into the bridge and pins its MAC address to that port. */
    void attach(ContainerId container, ContainerAddress address);

    /** Unplugs the port: nothing reaches the container, nothing from it gets out. */
    void detach(ContainerId container);

    /**
     * Tells the network where the container's addresses are now (gratuitous ARP, unsolicited
     * neighbour advertisement).
     */
    void announce(ContainerAddress address);

    /** Removes namespace, veth pair and port. */
    void remove(ContainerId container);

    /**
     * Removes the networks of containers that are gone: removed past us, or by a daemon that died
     * over it. A port that nobody owns would go on answering for an address that others get.
     *
     * @param living asked for the containers there are, after it was noted which networks there are
     */
    void removeStrays(Supplier<Set<ContainerId>> living);
}
