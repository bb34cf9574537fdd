package io.transship.manager.daemons;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of containers young, at little cost: each round asks each host about one of
 * its containers, the one that it was asked about longest ago. While something moves no round is
 * made: what stands still for a dump is not looked at. Thread-safe.
 */
public final class CargoRounds {

    private static final Logger LOG = LoggerFactory.getLogger(CargoRounds.class);

    private final Supplier<List<DeployedContainer>> containers;
    private final BooleanSupplier moving;
    private final ContainerMeter meter;
    private final RememberedCargo remembered;
    private final ExecutorService threads;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Map<ContainerId, Long> askedIn = new HashMap<>();
    private long round;

    /**
     * Rounds over these.
     *
     * @param containers as their daemons said last
     * @param moving whether a migration is under way
     * @param remembered takes the answers
     * @param threads one blocking task each; virtual threads
     */
    public CargoRounds(
            Supplier<List<DeployedContainer>> containers,
            BooleanSupplier moving,
            ContainerMeter meter,
            RememberedCargo remembered,
            ExecutorService threads) {
        this.containers = containers;
        this.moving = moving;
        this.meter = meter;
        this.remembered = remembered;
        this.threads = threads;
    }

    /** Makes one round and returns when every host has answered or failed to; never two at once. */
    public void advance() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!moving.getAsBoolean()) {
                askAll();
            }
        } finally {
            asking.set(false);
        }
    }

    private void askAll() {
        Map<HostId, List<ContainerId>> running =
                containers.get().stream()
                        .filter(DeployedContainer::running)
                        .collect(
                                Collectors.groupingBy(
                                        DeployedContainer::host,
                                        Collectors.mapping(
                                                each -> each.order().name(), Collectors.toList())));
        askedIn.keySet().retainAll(running.values().stream().flatMap(List::stream).toList());
        round++;
        List<Future<?>> asked = new ArrayList<>();
        running.forEach(
                (host, names) -> {
                    ContainerId next = longestAgo(names);
                    askedIn.put(next, round);
                    asked.add(threads.submit(() -> ask(next, host)));
                });
        for (Future<?> future : asked) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.error("A container could not be measured", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private ContainerId longestAgo(List<ContainerId> names) {
        return names.stream()
                .min(
                        Comparator.comparing((ContainerId name) -> askedIn.getOrDefault(name, 0L))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private void ask(ContainerId container, HostId host) {
        try {
            remembered.remember(container, meter.look(container, host));
        } catch (TransshipException e) {
            LOG.debug("{} on {} is not measured: {}", container, host, e.line());
        }
    }
}
