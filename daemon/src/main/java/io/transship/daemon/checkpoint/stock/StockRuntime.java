package io.transship.daemon.checkpoint.stock;

import io.transship.core.container.NetworkChoice;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ImageStore;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.docker.DockerContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Docker's managed containers in network namespaces that Docker makes anew at each start: the
 * network is put in when they run. Thread-safe.
 */
public final class StockRuntime implements ContainerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(StockRuntime.class);

    private static final Duration USUAL_START = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Held by whoever puts a network in; of the machine there is only one. */
    private static final ReentrantLock PLUGGING = new ReentrantLock();

    private final DockerContainers containers;
    private final ImageStore images;
    private final LinuxNetwork network;
    private final CriuFiles files;

    /** Containers of that Docker, made from its images. */
    public StockRuntime(
            DockerContainers containers, ImageStore images, LinuxNetwork network, CriuFiles files) {
        this.containers = containers;
        this.images = images;
        this.network = network;
        this.files = files;
    }

    @Override
    public List<ManagedContainer> list() {
        return containers.list();
    }

    @Override
    public List<ManagedContainer> removeStrays() {
        List<ManagedContainer> there = new ArrayList<>();
        network.removeStrays(
                () -> {
                    there.addAll(list());
                    return there.stream()
                            .map(each -> each.spec().name())
                            .collect(Collectors.toSet());
                });
        return there;
    }

    @Override
    public ManagedContainer create(ContainerSpec spec) {
        return create(spec, Image.demand(images, spec.image()).id(), spec.restart());
    }

    ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        if (!spec.options().network().equals(NetworkChoice.OWN)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "the network '%s' is not offered without our OCI runtime"
                            .formatted(spec.options().network()),
                    "Leave the network out, or register the runtime (docs/engines.md).",
                    null);
        }
        return containers.create(spec, imageId, restart);
    }

    @Override
    public void start(ContainerId container) {
        ManagedContainer found = ManagedContainer.demand(this, container);
        if (found.running()) {
            return;
        }
        containers.setRestartPolicy(container, found.spec().restart());
        containers.start(found, USUAL_START);
        plug(found);
    }

    @Override
    public void remove(ContainerId container) {
        if (find(container).isPresent()) {
            containers.remove(container);
            files.forget(container);
        }
        PLUGGING.lock();
        try {
            network.remove(container);
        } finally {
            PLUGGING.unlock();
        }
    }

    void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        containers.setRestartPolicy(container, policy);
    }

    /** Puts the network in, unless it is; a container that Docker restarted has lost it. */
    private void plug(ManagedContainer container) {
        ContainerId name = container.spec().name();
        PLUGGING.lock();
        try {
            long process = containers.process(name);
            if (process != 0 && !isIn(name, process)) {
                network.adopt(name, container.spec().address(), process);
                network.attach(name, container.spec().address());
                network.announce(container.spec().address());
            }
        } finally {
            PLUGGING.unlock();
        }
    }

    private static boolean isIn(ContainerId container, long process) {
        Path namespace = LinuxNetwork.namespace(container);
        try {
            return Files.exists(namespace)
                    && Files.isSameFile(namespace, Path.of("/proc/" + process + "/ns/net"));
        } catch (IOException e) {
            return false;
        }
    }

    /** From now on containers that Docker restarts by itself get their network again. */
    void keepPlugged() {
        var keeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("networks").daemon().factory());
        var _ =
                keeper.scheduleWithFixedDelay(
                        this::plugAll, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void plugAll() {
        try {
            list().stream().filter(ManagedContainer::running).forEach(this::plug);
        } catch (TransshipException e) {
            LOG.debug("Networks were not looked at: {}", e.line());
        }
    }
}
