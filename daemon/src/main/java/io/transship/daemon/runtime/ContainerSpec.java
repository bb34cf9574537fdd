package io.transship.daemon.runtime;

import io.transship.core.container.ContainerOptions;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.network.ContainerAddress;
import java.util.List;
import java.util.Map;

/**
 * What makes a managed container; the same on every host.
 *
 * @param name the container's name, in the engine too
 * @param image reference of the image ("transship-demo", "registry/app:1.2") or its id
 * @param command the arguments; empty: the image's own
 * @param environment additions to the image's environment
 * @param address the address it owns
 * @param labels additions to our own labels
 * @param memory the limit; zero: none
 * @param restart when the engine restarts it by itself
 * @param options the rest
 */
public record ContainerSpec(
        ContainerId name,
        String image,
        List<String> command,
        Map<String, String> environment,
        ContainerAddress address,
        Map<String, String> labels,
        ByteCount memory,
        RestartPolicy restart,
        ContainerOptions options) {

    /** Copies the collections and checks the image's reference. */
    public ContainerSpec {
        if (!ImageReference.isValid(image)) {
            throw new IllegalArgumentException("'" + image + "' is not an image reference");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    /** One with nothing beyond what image and engine say. */
    public ContainerSpec(
            ContainerId name,
            String image,
            List<String> command,
            Map<String, String> environment,
            ContainerAddress address,
            Map<String, String> labels,
            ByteCount memory,
            RestartPolicy restart) {
        this(
                name,
                image,
                command,
                environment,
                address,
                labels,
                memory,
                restart,
                ContainerOptions.NONE);
    }

    /** The same with other options. */
    public ContainerSpec with(ContainerOptions others) {
        return new ContainerSpec(
                name, image, command, environment, address, labels, memory, restart, others);
    }
}
