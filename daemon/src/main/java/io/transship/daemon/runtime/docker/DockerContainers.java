package io.transship.daemon.runtime.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.EngineContainers;
import io.transship.daemon.runtime.EngineControl;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineNames;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Docker's managed containers. They run without a network of Docker's own. Thread-safe. */
public final class DockerContainers implements EngineContainers, EngineControl {

    private static final String FILTER =
            URLEncoder.encode(
                    "{\"label\":[\"" + SpecLabel.MANAGED + "=true\"]}", StandardCharsets.UTF_8);

    private final EngineClient docker;
    private final DockerManner manner;
    private final EngineNames names;

    /** Containers are created in that manner. */
    public DockerContainers(EngineClient docker, DockerManner manner) {
        this.docker = docker;
        this.manner = manner;
        this.names = new EngineNames(docker);
    }

    @Override
    public List<ManagedContainer> list() {
        // Unlike a container's own page this one answers while the container is being started.
        return docker.get("/containers/json?all=true&filters=" + FILTER)
                .valueStream()
                .flatMap(entry -> SpecLabel.listed(entry, id -> id).stream())
                .sorted(Comparator.comparing(each -> each.spec().name()))
                .toList();
    }

    @Override
    public boolean exists(ContainerId container) {
        return names.id(container.name()).isPresent();
    }

    @Override
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        JsonNode created =
                docker.post(
                        "/containers/create?name=" + spec.name(),
                        new CreateRequest(spec).body(imageId, restart, manner));
        return new ManagedContainer(
                spec, created.path("Id").asString(""), imageId, false, "created");
    }

    @Override
    public void start(ManagedContainer container, Duration deadline) {
        docker.post("/containers/" + container.engineId() + "/start", deadline);
    }

    @Override
    public void remove(ContainerId container) {
        Optional<JsonNode> found = names.page(container.name());
        found.ifPresent(
                page -> {
                    String id = page.path("Id").asString("");
                    docker.delete("/containers/" + id + "?force=true&v=true");
                    removeSandbox(page);
                });
    }

    /** Without its own network Docker leaves one empty file behind for each container. */
    private static void removeSandbox(JsonNode page) {
        String key = page.path("NetworkSettings").path("SandboxKey").asString("");
        if (!key.matches("/(var/)?run/docker/netns/[0-9a-f]{12}")) {
            return;
        }
        try {
            Path file = Path.of(key);
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED, key + " can't be removed: " + e.getMessage(), e);
        }
    }

    @Override
    public long process(ContainerId container) {
        return names.process(container.name());
    }

    @Override
    public void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        docker.post(
                "/containers/" + container + "/update",
                Map.of("RestartPolicy", Map.of("Name", policy.word())));
    }
}
