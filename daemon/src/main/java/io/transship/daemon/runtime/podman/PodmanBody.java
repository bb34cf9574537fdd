package io.transship.daemon.runtime.podman;

import io.transship.core.model.ContainerId;
import io.transship.daemon.network.LinuxNetwork;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How Podman is told what a managed container is.
 *
 * @param criuConfiguration the file with CRIU's options for a container
 * @param limitsProcesses whether the kernel has a controller for the number of processes; Podman
 *     refuses to start a container with a limit where there is none
 */
public record PodmanBody(Function<ContainerSpec, Path> criuConfiguration, boolean limitsProcesses) {

    /** The body of libpod's call that creates a container. */
    Map<String, Object> of(ContainerSpec spec, String image, RestartPolicy restart) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", spec.name().name());
        body.put("hostname", hostname(spec.name()));
        body.put("image", image);
        if (!spec.command().isEmpty()) {
            body.put("command", spec.command());
        }
        body.put("env", spec.environment());
        body.put("labels", labels(spec));
        body.put("annotations", annotations(spec));
        body.put("netns", network(spec));
        // Shared memory of its own: else Podman mounts it from outside, and no dump carries it.
        body.put("ipcns", namespace("private", ""));
        body.put("restart_policy", restart.word());
        body.put(
                "resource_limits",
                PodmanOptions.resources(spec.memory(), spec.options().limits(), limitsProcesses));
        body.putAll(PodmanOptions.of(spec.options()));
        return body;
    }

    /** Under its own name: Podman sets values of the kernel's in every other network. */
    private static Map<String, String> network(ContainerSpec spec) {
        return spec.options().network().isHost()
                ? namespace("host", "")
                : namespace("path", LinuxNetwork.namespace(spec.name()).toString());
    }

    private static Map<String, String> labels(ContainerSpec spec) {
        Map<String, String> labels = new LinkedHashMap<>(spec.labels());
        labels.put(SpecLabel.MANAGED, "true");
        labels.put(SpecLabel.SPEC, SpecLabel.write(spec));
        labels.put(OciAnnotations.CONTAINER, spec.name().name());
        return labels;
    }

    private Map<String, String> annotations(ContainerSpec spec) {
        return Map.of(
                OciAnnotations.CONTAINER,
                spec.name().name(),
                OciAnnotations.CRIU_CONFIGURATION,
                criuConfiguration.apply(spec).toString());
    }

    private static Map<String, String> namespace(String mode, String value) {
        return Map.of("nsmode", mode, "value", value);
    }

    /** Podman would take its own id, another one on each host. */
    private static String hostname(ContainerId container) {
        String name = container.name().replaceAll("[^A-Za-z0-9-]", "-");
        return name.length() <= 63 ? name : name.substring(0, 63);
    }
}
