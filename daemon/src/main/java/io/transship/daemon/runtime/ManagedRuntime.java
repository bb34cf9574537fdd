package io.transship.daemon.runtime;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.network.ContainerNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An engine's managed containers in network namespaces that are made before them and outlive their
 * processes. What a container was made from is kept in a label on it, so nothing else has to
 * remember it. Thread-safe.
 */
public final class ManagedRuntime implements ContainerRuntime {

    private static final Duration USUAL_START = Duration.ofSeconds(30);

    private final EngineContainers containers;
    private final EngineControl control;
    private final ImageStore images;
    private final ContainerNetwork network;
    private final Consumer<ContainerSpec> demand;

    /** Containers whose network is there, and they are not yet. */
    private final Set<ContainerId> making = ConcurrentHashMap.newKeySet();

    /**
     * Containers of that engine, made from its images.
     *
     * @param demand throws if a container can't be on this host
     */
    public ManagedRuntime(
            EngineContainers containers,
            EngineControl control,
            ImageStore images,
            ContainerNetwork network,
            Consumer<ContainerSpec> demand) {
        this.containers = containers;
        this.control = control;
        this.images = images;
        this.network = network;
        this.demand = demand;
    }

    @Override
    public List<ManagedContainer> list() {
        return containers.list();
    }

    @Override
    public ManagedContainer create(ContainerSpec spec) {
        return create(spec, Image.demand(images, spec.image()).id(), spec.restart());
    }

    /**
     * Creates it from the image of that id, whatever the specification's reference means here, and
     * with a restart policy that may not yet be the specification's.
     */
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        if (containers.exists(spec.name())) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "this host has a container '" + spec.name() + "' already");
        }
        demand.accept(spec);
        making.add(spec.name());
        try {
            // Podman demands that the namespace is there.
            makeNetwork(spec);
            return containers.create(spec, imageId, restart);
        } catch (TransshipException e) {
            network.remove(spec.name());
            throw e;
        } finally {
            making.remove(spec.name());
        }
    }

    private void makeNetwork(ContainerSpec spec) {
        if (spec.options().network().isHost()) {
            network.share(spec.name());
        } else {
            network.create(spec.name(), spec.address());
        }
    }

    @Override
    public void start(ContainerId container) {
        ManagedContainer found = ManagedContainer.demand(this, container);
        if (found.running()) {
            return;
        }
        // Its namespace may be gone since the host was started anew; no engine remembers it.
        makeNetwork(found.spec());
        network.attach(container, found.spec().address());
        try {
            // A move that a power cut ended may have left it switched off.
            control.setRestartPolicy(container, found.spec().restart());
            containers.start(found, USUAL_START);
        } catch (TransshipException e) {
            network.detach(container);
            throw e;
        }
        network.announce(found.spec().address());
    }

    @Override
    public void remove(ContainerId container) {
        if (find(container).isPresent()) {
            containers.remove(container);
        }
        network.remove(container);
    }

    @Override
    public List<ManagedContainer> removeStrays() {
        List<ManagedContainer> there = new ArrayList<>();
        network.removeStrays(
                () -> {
                    Set<ContainerId> living = new HashSet<>(making);
                    there.addAll(list());
                    there.forEach(each -> living.add(each.spec().name()));
                    return living;
                });
        return there;
    }
}
