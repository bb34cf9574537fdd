package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hosts that answer or are silent, and run what they are told, or fail to. */
final class FakeFleet implements Fleet {

    final Set<String> silent = new HashSet<>();
    final Set<String> failing = new HashSet<>();
    final List<DeployedContainer> containers = new ArrayList<>();
    private final List<String> hosts;

    FakeFleet(String... hosts) {
        this.hosts = List.of(hosts);
    }

    @Override
    public List<DaemonStatus> statuses() {
        return hosts.stream()
                .map(
                        host ->
                                new DaemonStatus(
                                        new HostId(host),
                                        !silent.contains(host),
                                        List.of(),
                                        "",
                                        Optional.empty(),
                                        ""))
                .toList();
    }

    @Override
    public List<DeployedContainer> containers() {
        return List.copyOf(containers);
    }

    @Override
    public DeployedContainer start(ContainerOrder order, HostId host) {
        if (failing.contains(host.name())) {
            throw new TransshipException(FailureCode.ENGINE_FAILED, "no engine on " + host + ".");
        }
        DeployedContainer made = new DeployedContainer(order, host, "e", true, "running");
        containers.add(made);
        return made;
    }

    List<String> placed() {
        return containers.stream()
                .map(each -> each.order().name() + "@" + each.host() + " " + each.order().ip())
                .toList();
    }
}
