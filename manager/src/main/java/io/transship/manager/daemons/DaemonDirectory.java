package io.transship.manager.daemons;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.model.MacAddress;
import io.transship.core.view.HostLoad;
import io.transship.proto.v1.HelloReply;
import io.transship.settings.TlsFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemons of all configured hosts, and what they said last. Asked anew by {@link #refresh}; a
 * daemon that doesn't answer keeps the containers that it told of last. Thread-safe.
 */
public final class DaemonDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonDirectory.class);

    private final Map<HostId, DaemonEndpoint> endpoints = new TreeMap<>();
    private final Map<HostId, DaemonClient> clients = new TreeMap<>();
    private final Map<HostId, DaemonStatus> statuses = new ConcurrentHashMap<>();
    private final Map<HostId, List<DeployedContainer>> containers = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final ContainerAnnouncer announcer;

    /**
     * A directory that has asked nobody yet.
     *
     * @param threads one blocking task each; virtual threads
     * @param announcer is told of every container that is started or found
     */
    public DaemonDirectory(
            List<DaemonEndpoint> hosts,
            TlsFiles tls,
            ExecutorService threads,
            ContainerAnnouncer announcer) {
        this.threads = threads;
        this.announcer = announcer;
        for (DaemonEndpoint endpoint : hosts) {
            endpoints.put(endpoint.host(), endpoint);
            clients.put(endpoint.host(), new DaemonClient(endpoint, tls));
            statuses.put(
                    endpoint.host(),
                    new DaemonStatus(
                            endpoint.host(), false, List.of(), "", Optional.empty(), "not asked"));
        }
    }

    /** The daemon of that host; HOST_UNKNOWN if there is no such host. */
    public DaemonClient client(HostId host) {
        DaemonClient client = clients.get(host);
        if (client == null) {
            throw unknown(host);
        }
        return client;
    }

    private TransshipException unknown(HostId host) {
        return new TransshipException(
                FailureCode.HOST_UNKNOWN,
                "there is no host " + host + "; there are " + clients.keySet() + ".");
    }

    /** The configuration of that host; HOST_UNKNOWN if there is no such host. */
    public DaemonEndpoint endpoint(HostId host) {
        DaemonEndpoint endpoint = endpoints.get(host);
        if (endpoint == null) {
            throw unknown(host);
        }
        return endpoint;
    }

    /** Every configured host's daemon as it answered last, by name. */
    public List<DaemonStatus> statuses() {
        return statuses.values().stream().sorted(Comparator.comparing(DaemonStatus::host)).toList();
    }

    /** Every managed container as its daemon said last, by name. */
    public List<DeployedContainer> containers() {
        return containers.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(container -> container.order().name()))
                .toList();
    }

    /** Asks every daemon at once; returns when each has answered or failed to. */
    public void refresh() {
        List<Future<?>> asked = new ArrayList<>();
        for (DaemonClient client : clients.values()) {
            asked.add(threads.submit(() -> refresh(client)));
        }
        for (Future<?> future : asked) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.error("A daemon could not be asked", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Asks one daemon. */
    public void refresh(HostId host) {
        refresh(client(host));
    }

    /** One at a time for each daemon: an answer never overwrites a newer one. */
    private void refresh(DaemonClient client) {
        synchronized (client) {
            ask(client);
        }
    }

    private void ask(DaemonClient client) {
        HostId host = client.host();
        try {
            HelloReply hello = client.hello();
            if (!hello.getHost().equals(host.name())) {
                throw new TransshipException(
                        FailureCode.PEER_NOT_TRUSTED,
                        "the daemon of " + host + " calls itself '" + hello.getHost() + "'.");
            }
            List<DeployedContainer> there = client.list();
            Set<ContainerId> ranBefore = running(containers.put(host, there));
            statuses.put(host, status(host, hello));
            there.stream()
                    .filter(DeployedContainer::running)
                    .filter(container -> !ranBefore.contains(container.order().name()))
                    .forEach(container -> announcer.announce(container.order(), host));
        } catch (TransshipException e) {
            statuses.computeIfPresent(
                    host,
                    (_, last) ->
                            new DaemonStatus(
                                    host,
                                    false,
                                    last.abilities(),
                                    last.engine(),
                                    last.mac(),
                                    e.line()));
        }
    }

    private static Set<ContainerId> running(@Nullable List<DeployedContainer> containers) {
        return containers == null
                ? Set.of()
                : containers.stream()
                        .filter(DeployedContainer::running)
                        .map(container -> container.order().name())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static DaemonStatus status(HostId host, HelloReply hello) {
        return new DaemonStatus(
                host,
                true,
                List.copyOf(hello.getAbilitiesList()),
                hello.getEngineVersion(),
                mac(hello.getBridgeMac()),
                "",
                hello.hasLoad() ? load(hello.getLoad()) : Optional.empty());
    }

    private static Optional<HostLoad> load(io.transship.proto.v1.HostLoad said) {
        try {
            return Optional.of(
                    new HostLoad(
                            said.getCores(),
                            said.getCpuBusy(),
                            new ByteCount(said.getMemoryTotal()),
                            new ByteCount(said.getMemoryAvailable())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<MacAddress> mac(String text) {
        try {
            return Optional.of(MacAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * START: returns when the container runs and the network knows where.
     *
     * @throws TransshipException if it can't be done; nothing is left
     */
    public DeployedContainer start(ContainerOrder order, HostId host) {
        String engineId = client(host).start(order);
        announcer.announce(order, host);
        refresh(host);
        return find(order.name(), host)
                .orElseGet(() -> new DeployedContainer(order, host, engineId, true, "running"));
    }

    /** Ends and removes a container. */
    public void remove(ContainerId container, HostId host) {
        client(host).remove(container);
        refresh(host);
    }

    /** The container of that name on that host, as its daemon said last. */
    public Optional<DeployedContainer> find(ContainerId container, HostId host) {
        return containers.getOrDefault(host, List.of()).stream()
                .filter(each -> each.order().name().equals(container))
                .findFirst();
    }

    @Override
    public void close() {
        clients.values().forEach(DaemonClient::close);
    }
}
