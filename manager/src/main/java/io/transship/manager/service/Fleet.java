package io.transship.manager.service;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import java.util.List;
import java.util.Optional;

/** The hosts' daemons together. Thread-safe. */
public interface Fleet {

    /** Every configured host's daemon as it answered last, by name. */
    List<DaemonStatus> statuses();

    /** Whether every configured host's daemon answered last. */
    default boolean allAnswer() {
        return statuses().stream().allMatch(DaemonStatus::reachable);
    }

    /** Every managed container as its daemon said last, by name. */
    List<DeployedContainer> containers();

    /** The container of that name; while it moves two hosts may tell of it, and either is found. */
    default Optional<DeployedContainer> find(ContainerId container) {
        return containers().stream()
                .filter(each -> each.order().name().equals(container))
                .findFirst();
    }

    /** Whether the host's daemon told of that container when it answered last. */
    default boolean has(ContainerId container, HostId host) {
        return containers().stream()
                .filter(each -> each.order().name().equals(container))
                .anyMatch(each -> each.host().equals(host));
    }

    /**
     * Starts a container and has the network know where it is.
     *
     * @throws io.transship.core.failure.TransshipException if it can't be done; nothing is left
     */
    DeployedContainer start(ContainerOrder order, HostId host);
}
