package io.transship.manager.service;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.daemons.ContainerAnnouncer;
import io.transship.manager.daemons.ContainerOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the network where containers are, as soon as it has seen their hosts. Thread-safe.
 *
 * <p>A manager that starts hears of containers from daemons before any frame has shown where their
 * hosts are attached.
 */
final class Announcements implements ContainerAnnouncer {

    private record Waiting(ContainerOrder container, HostId host) {}

    private final DaemonSide.Network network;
    private final Map<ContainerId, Waiting> waiting = new HashMap<>();

    Announcements(DaemonSide.Network network) {
        this.network = network;
    }

    @Override
    public synchronized void announce(ContainerOrder container, HostId host) {
        waiting.put(container.name(), new Waiting(container, host));
        advance();
    }

    /** Tells of those whose host has been seen by now. */
    synchronized void advance() {
        waiting.values().removeIf(this::told);
    }

    private boolean told(Waiting each) {
        return network.locator()
                .locate(each.host())
                .map(
                        at -> {
                            network.placement()
                                    .announce(each.container().mac(), each.container().ip(), at);
                            return true;
                        })
                .orElse(false);
    }
}
