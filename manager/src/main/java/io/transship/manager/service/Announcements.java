package io.transship.manager.service;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.MacAddress;
import io.transship.manager.daemons.ContainerAnnouncer;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.migration.MigrationJournal.OpenMigration;
import io.transship.manager.sdn.ServiceAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells the network where containers are, as soon as it has seen their hosts. Thread-safe.
 *
 * <p>A manager that starts hears of containers from daemons before any frame has shown where their
 * hosts are attached.
 */
final class Announcements implements ContainerAnnouncer {

    private record Waiting(ContainerOrder container, HostId host) {}

    private final DaemonSide.Network network;
    private final Supplier<List<OpenMigration>> open;
    private final Map<ContainerId, Waiting> waiting = new HashMap<>();

    /** By address: the next container may be given that of one that is gone. */
    private final Map<MacAddress, ContainerId> services = new HashMap<>();

    private final Set<ContainerId> missed = new HashSet<>();

    /**
     * Has told of nothing yet.
     *
     * @param open the migrations that have no end
     */
    Announcements(DaemonSide.Network network, Supplier<List<OpenMigration>> open) {
        this.network = network;
        this.open = open;
    }

    @Override
    public synchronized void announce(ContainerOrder container, HostId host) {
        if (mayServe(container.name(), host)) {
            waiting.put(container.name(), new Waiting(container, host));
        }
        advance();
    }

    /**
     * Past the commit point the source's half is no container any more, though its daemon may tell
     * of it until it is removed: told later than the release, it would draw the traffic there.
     */
    private boolean mayServe(ContainerId container, HostId host) {
        return open.get().stream()
                .filter(each -> each.request().container().equals(container))
                .filter(each -> each.phase().isPastCommitPoint())
                .allMatch(each -> each.request().target().equals(host));
    }

    /** Tells of those whose host has been seen by now. */
    synchronized void advance() {
        waiting.values().removeIf(this::told);
    }

    /**
     * Withdraws service addresses whose containers are not among the living for the second time:
     * what their hosts send from those ports is the hosts' own again.
     */
    synchronized void retain(Set<ContainerId> living) {
        Set<ContainerId> gone = new HashSet<>(services.values());
        gone.removeAll(living);
        missed.retainAll(gone);
        Set<MacAddress> over = new HashSet<>(services.keySet());
        over.removeIf(mac -> !missed.contains(services.get(mac)));
        over.forEach(network.placement()::withdraw);
        services.keySet().removeAll(over);
        missed.addAll(gone);
    }

    private void tell(ContainerOrder container, ConnectPoint at) {
        if (container.options().network().isHost()) {
            ServiceAddress service =
                    new ServiceAddress(
                            container.mac(), container.ip(), container.options().ports());
            network.placement().announce(service, at);
            services.put(container.mac(), container.name());
        } else {
            services.remove(container.mac());
            network.placement().announce(container.mac(), container.ip(), at);
        }
    }

    private boolean told(Waiting each) {
        return network.locator()
                .locate(each.host())
                .map(
                        at -> {
                            tell(each.container(), at);
                            return true;
                        })
                .orElse(false);
    }
}
