package io.transship.manager.service;

import io.transship.core.deployment.InitialDeployment;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.api.RunOrder;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the containers up that serverdeployRatio asks for (thesis Table 4.1). Containers that run
 * already are adopted. Nothing is started before every daemon has answered, for a host that is
 * silent may run the very container, with the very address. Used by one thread.
 *
 * <p>Events: {@code deployment-waiting {hosts}}, {@code deployment-failed {container, host, code,
 * message, mend}}, {@code deployment-done {containers}}.
 */
public final class StartupDeployment {

    private static final Logger LOG = LoggerFactory.getLogger(StartupDeployment.class);

    private final ManagerConfig config;
    private final Fleet fleet;
    private final Deployment deployment;
    private final EventSink events;
    private final Clock clock;
    private String lastSaid = "";

    /** A deployment that has not begun. */
    public StartupDeployment(
            ManagerConfig config,
            Fleet fleet,
            Deployment deployment,
            EventSink events,
            Clock clock) {
        this.config = config;
        this.fleet = fleet;
        this.deployment = deployment;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Does what can be done now.
     *
     * @return whether all is done; else to be called again a little later
     */
    public boolean advance() {
        List<String> silent =
                fleet.statuses().stream()
                        .filter(status -> !status.reachable())
                        .map(status -> status.host().name())
                        .toList();
        if (!silent.isEmpty()) {
            sayOnce("deployment-waiting", Map.of("hosts", silent));
            return false;
        }
        List<DeployedContainer> there = fleet.containers();
        Deque<ContainerId> missing = missing(there);
        Set<HostId> busy = there.stream().map(DeployedContainer::host).collect(Collectors.toSet());
        for (HostId host : chosen()) {
            if (!missing.isEmpty() && !busy.contains(host) && !start(missing.poll(), host)) {
                return false;
            }
        }
        sayOnce("deployment-done", Map.of("containers", names(fleet.containers())));
        return true;
    }

    private boolean start(ContainerId container, HostId host) {
        try {
            deployment.run(
                    new RunOrder(
                            container,
                            Optional.empty(),
                            Optional.of(host),
                            Optional.empty(),
                            List.of(),
                            Map.of()));
            return true;
        } catch (TransshipException e) {
            LOG.warn("{} on {}: {}", container, host, e.line());
            sayOnce(
                    "deployment-failed",
                    Map.of(
                            "container", container.name(),
                            "host", host.name(),
                            "code", e.code().name(),
                            "message", String.valueOf(e.getMessage()),
                            "mend", e.mend()));
            return false;
        }
    }

    private List<HostId> chosen() {
        List<HostId> usable =
                config.hosts().stream()
                        .filter(host -> !host.reserved())
                        .map(HostConfig::name)
                        .toList();
        return InitialDeployment.hosts(usable, config.serverdeployRatio());
    }

    private Deque<ContainerId> missing(List<DeployedContainer> there) {
        Set<String> names = new HashSet<>(names(there));
        return InitialDeployment.names(config.container(), chosen().size()).stream()
                .filter(name -> !names.contains(name.name()))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private static List<String> names(List<DeployedContainer> containers) {
        return containers.stream().map(each -> each.order().name().name()).sorted().toList();
    }

    private void sayOnce(String type, Map<String, Object> data) {
        String said = type + data;
        if (!said.equals(lastSaid)) {
            lastSaid = said;
            LOG.info("{} {}", type, data);
            events.emit(new Event(clock.instant(), type, data));
        }
    }
}
