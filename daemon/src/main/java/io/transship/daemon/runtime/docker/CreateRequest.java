package io.transship.daemon.runtime.docker;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.HealthCheck;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of Docker's request to create a container. */
final class CreateRequest {

    private final ContainerSpec spec;
    private final ContainerOptions options;

    CreateRequest(ContainerSpec spec) {
        this.spec = spec;
        this.options = spec.options();
    }

    /**
     * The body.
     *
     * @param imageId whatever the specification's reference means here
     * @param restart may not yet be the specification's
     * @param manner under what it is to run
     */
    Map<String, Object> body(String imageId, RestartPolicy restart, DockerManner manner) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Image", imageId);
        body.put("Env", environment());
        body.put("Labels", labels());
        String hostname = options.program().hostname();
        body.put("Hostname", hostname.isEmpty() ? hostname(spec.name()) : hostname);
        put(body, "Cmd", spec.command());
        put(body, "Entrypoint", options.program().entryPoint());
        put(body, "WorkingDir", options.program().workingDirectory());
        put(body, "User", options.program().user());
        options.health().ifPresent(each -> body.put("Healthcheck", health(each)));
        Map<String, Object> exposed = new LinkedHashMap<>();
        options.ports().forEach(each -> exposed.put(each.exposed(), Map.of()));
        body.put("ExposedPorts", exposed);
        Map<String, Object> host = hostConfig();
        manner.ociRuntime().ifPresent(each -> host.put("Runtime", each));
        host.put("RestartPolicy", Map.of("Name", restart.word()));
        host.put("Annotations", annotations(manner.criuConfiguration().apply(spec)));
        body.put("HostConfig", host);
        return body;
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>();
        spec.environment().forEach((name, value) -> environment.add(name + "=" + value));
        return environment.stream().sorted().toList();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(spec.labels());
        labels.put(SpecLabel.MANAGED, "true");
        labels.put(SpecLabel.SPEC, SpecLabel.write(spec));
        return labels;
    }

    private Map<String, String> annotations(Path criuConfiguration) {
        return Map.of(
                OciAnnotations.CONTAINER,
                spec.name().name(),
                OciAnnotations.CRIU_CONFIGURATION,
                criuConfiguration.toString());
    }

    private Map<String, Object> hostConfig() {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("NetworkMode", options.network().isHost() ? "host" : "none");
        host.put("Memory", spec.memory().bytes());
        put(host, "GroupAdd", options.program().groups());
        put(host, "CapAdd", options.isolation().capabilitiesAdded());
        put(host, "CapDrop", options.isolation().capabilitiesDropped());
        host.put("ReadonlyRootfs", options.isolation().readOnlyRoot());
        host.put("NanoCpus", options.limits().nanoCpus());
        if (options.limits().pids() > 0) {
            host.put("PidsLimit", options.limits().pids());
        }
        host.put("ShmSize", options.limits().sharedMemory().bytes());
        put(host, "Ulimits", options.limits().ulimits().stream().map(this::ulimit).toList());
        put(host, "Mounts", options.mounts().stream().map(this::mount).toList());
        host.put("PortBindings", ports());
        if (!options.log().equals(LogHandling.USUAL)) {
            host.put("LogConfig", log());
        }
        return host;
    }

    private Map<String, Object> log() {
        Map<String, Object> log = new LinkedHashMap<>();
        put(log, "Type", options.log().driver());
        log.put("Config", options.log().options());
        return log;
    }

    private Map<String, Object> ulimit(Ulimit limit) {
        return Map.of("Name", limit.name(), "Soft", limit.soft(), "Hard", limit.hard());
    }

    private Map<String, Object> mount(Mount mount) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("Type", mount.kind().word());
        put(words, "Source", mount.source());
        words.put("Target", mount.path());
        words.put("ReadOnly", mount.readOnly());
        if (mount.size().bytes() > 0) {
            words.put("TmpfsOptions", Map.of("SizeBytes", mount.size().bytes()));
        }
        return words;
    }

    private Map<String, Object> ports() {
        Map<String, List<Map<String, String>>> ports = new LinkedHashMap<>();
        for (PortBinding each : options.ports()) {
            ports.computeIfAbsent(each.exposed(), _ -> new ArrayList<>())
                    .add(Map.of("HostPort", String.valueOf(each.hostPort())));
        }
        return Map.copyOf(ports);
    }

    private static Map<String, Object> health(HealthCheck check) {
        return Map.of(
                "Test", check.test(),
                "Interval", nanos(check.interval()),
                "Timeout", nanos(check.timeout()),
                "StartPeriod", nanos(check.startPeriod()),
                "Retries", check.retries());
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }

    private static void put(Map<String, Object> body, String key, String value) {
        if (!value.isEmpty()) {
            body.put(key, value);
        }
    }

    private static void put(Map<String, Object> body, String key, List<?> values) {
        if (!values.isEmpty()) {
            body.put(key, values);
        }
    }

    /** Docker would take its own id, another one on each host. */
    private static String hostname(ContainerId container) {
        String name = container.name().replaceAll("[^A-Za-z0-9-]", "-");
        return name.length() <= 63 ? name : name.substring(0, 63);
    }
}
