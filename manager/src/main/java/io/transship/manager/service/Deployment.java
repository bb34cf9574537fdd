package io.transship.manager.service;

import io.transship.core.container.Ipv6;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.manager.api.RunOrder;
import io.transship.manager.config.ContainersConfig;
import io.transship.manager.config.HostConfig;
import io.transship.manager.config.Ipv6Config;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DaemonStatus;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Starts managed containers: gives each a name, a host and an address that nobody has. Thread-safe.
 *
 * <p>Event {@code container-started}: {@code container, host, ip, mac, image}.
 */
public final class Deployment {

    private final ManagerConfig config;
    private final Fleet fleet;
    private final EventSink events;
    private final Clock clock;
    private final Predicate<HostId> closed;
    private final AddressPool pool;
    private final Map<ContainerId, List<IpAddress>> starting = new HashMap<>();

    /** A deployment by the configuration, on hosts that are not closed. */
    public Deployment(
            ManagerConfig config,
            Fleet fleet,
            EventSink events,
            Clock clock,
            Predicate<HostId> closed) {
        this.closed = closed;
        this.config = config;
        this.fleet = fleet;
        this.events = events;
        this.clock = clock;
        this.pool = new AddressPool(config.containers().addresses());
    }

    /**
     * Starts a container and returns when it runs.
     *
     * @throws TransshipException if the order makes no sense or can't be carried out
     */
    public DeployedContainer run(RunOrder order) {
        HostId host = order.host().map(this::known).orElseGet(this::free);
        ContainerOrder made = claim(order);
        try {
            DeployedContainer container = fleet.start(made, host);
            events.emit(
                    new Event(
                            clock.instant(),
                            "container-started",
                            Map.of(
                                    "container", made.name().name(),
                                    "host", host.name(),
                                    "ip", reachedAt(made).text(),
                                    "mac", made.mac().toString(),
                                    "image", made.image())));
            return container;
        } finally {
            release(made.name());
        }
    }

    private static IpAddress reachedAt(ContainerOrder made) {
        return made.hasIpv4() ? made.ip() : made.addresses().getLast();
    }

    private synchronized ContainerOrder claim(RunOrder order) {
        Set<IpAddress> taken = new HashSet<>();
        starting.values().forEach(taken::addAll);
        config.hosts().forEach(host -> taken.add(host.address()));
        Set<ContainerId> names = new HashSet<>(starting.keySet());
        for (DeployedContainer container : fleet.containers()) {
            taken.addAll(container.order().addresses());
            names.add(container.order().name());
        }
        if (names.contains(order.container())) {
            throw conflict("there is a container " + order.container() + " already.");
        }
        order.ip()
                .filter(taken::contains)
                .ifPresent(
                        ip -> {
                            throw conflict("address " + ip + " is taken.");
                        });
        ContainerOrder made = containerOrder(order, order.ip().orElseGet(() -> pool.free(taken)));
        made.ipv6()
                .map(Ipv6::address)
                .filter(taken::contains)
                .ifPresent(
                        ip -> {
                            throw conflict("address " + ip + " is taken.");
                        });
        starting.put(made.name(), made.addresses());
        return made;
    }

    private synchronized void release(ContainerId container) {
        starting.remove(container);
    }

    private ContainerOrder containerOrder(RunOrder order, IpAddress ip) {
        ContainersConfig containers = config.containers();
        Map<String, String> environment = new HashMap<>(containers.environment());
        environment.putAll(order.environment());
        String image =
                order.image()
                        .or(() -> Optional.ofNullable(config.image()))
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.USAGE,
                                                "neither the order nor the configuration names an"
                                                        + " image."));
        return new ContainerOrder(
                order.container(),
                image,
                order.command().isEmpty() ? containers.command() : order.command(),
                environment,
                ip,
                containers.prefixLength(),
                AddressPool.macOf(ip),
                Optional.ofNullable(containers.gateway()),
                ipv6(order, ip),
                order.labels(),
                order.memory()
                        .or(() -> Optional.ofNullable(containers.memory()))
                        .orElse(ByteCount.ZERO),
                order.restartPolicy().orElseGet(() -> word(containers.restartPolicy())),
                order.options());
    }

    private Optional<Ipv6> ipv6(RunOrder order, IpAddress ip) {
        Optional<Ipv6Config> network = Optional.ofNullable(config.containers().ipv6());
        boolean has = network.isPresent() && !order.options().network().isHost();
        if (!has && (order.ipv6().isPresent() || order.ipv6Only())) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    order.options().network().isHost()
                            ? "a service address is IPv4."
                            : "containers have no IPv6 here.",
                    "Leave the IPv6 address out, or set containers.ipv6 in the configuration.",
                    null);
        }
        if (order.ipv6Only()) {
            demandNoIpv4(order);
        }
        try {
            return network.filter(_ -> has)
                    .map(each -> order.ipv6().map(each::chosen).orElseGet(() -> each.of(ip)))
                    .map(each -> order.ipv6Only() ? each.alone() : each);
        } catch (IllegalArgumentException e) {
            throw new TransshipException(FailureCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private static void demandNoIpv4(RunOrder order) {
        if (order.ip().isPresent() || order.options().network().userBridge().isPresent()) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    "a container with IPv6 alone has no IPv4 address to choose, and is not on the"
                            + " engine's own networks.",
                    "Leave 'ip' and 'network' out, or let it have both kinds of address.",
                    null);
        }
    }

    private static String word(ContainersConfig.Restart policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private HostId known(HostId host) {
        Set<String> names =
                config.hosts().stream().map(each -> each.name().name()).collect(Collectors.toSet());
        if (!names.contains(host.name())) {
            throw new TransshipException(
                    FailureCode.HOST_UNKNOWN,
                    "there is no host '" + host + "'" + Whereabouts.hint(host.name(), names));
        }
        if (isReserved(config, host)) {
            throw conflict("host " + host + " is reserved.");
        }
        if (closed.test(host)) {
            throw conflict("host " + host + " is under maintenance.");
        }
        return host;
    }

    static boolean isReserved(ManagerConfig config, HostId host) {
        return config.hosts().stream()
                .anyMatch(each -> each.name().equals(host) && each.reserved());
    }

    /** The first host by name that is not reserved, answers, and runs no managed container. */
    private HostId free() {
        Set<HostId> busy =
                fleet.containers().stream()
                        .map(DeployedContainer::host)
                        .collect(Collectors.toSet());
        Set<HostId> reachable =
                fleet.statuses().stream()
                        .filter(DaemonStatus::reachable)
                        .map(DaemonStatus::host)
                        .collect(Collectors.toSet());
        List<HostId> free =
                config.hosts().stream()
                        .filter(host -> !host.reserved())
                        .map(HostConfig::name)
                        .filter(host -> reachable.contains(host) && !busy.contains(host))
                        .filter(host -> !closed.test(host))
                        .sorted()
                        .toList();
        if (free.isEmpty()) {
            throw conflict("no host is free.");
        }
        return free.getFirst();
    }

    private static TransshipException conflict(String message) {
        return new TransshipException(FailureCode.CONTAINER_CONFLICT, message);
    }
}
