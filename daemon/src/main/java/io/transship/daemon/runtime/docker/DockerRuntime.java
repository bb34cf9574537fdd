package io.transship.daemon.runtime.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.network.ContainerNetwork;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.runtime.http.EngineClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Docker's managed containers. They run without a network of Docker's own; our OCI runtime puts
 * them into ours. What a container was made from is kept in a label on it, so nothing else has to
 * remember it. Thread-safe.
 */
public final class DockerRuntime implements ContainerRuntime {

    private static final String FILTER =
            URLEncoder.encode(
                    "{\"label\":[\"" + SpecLabel.MANAGED + "=true\"]}", StandardCharsets.UTF_8);

    private final EngineClient docker;
    private final ContainerNetwork network;
    private final Path criuConfiguration;

    /** Managed containers are dumped and restored with that configuration of CRIU. */
    public DockerRuntime(EngineClient docker, ContainerNetwork network, Path criuConfiguration) {
        this.docker = docker;
        this.network = network;
        this.criuConfiguration = criuConfiguration;
    }

    @Override
    public List<ManagedContainer> list() {
        // Unlike a container's own page this one answers while the container is being started.
        return docker.get("/containers/json?all=true&filters=" + FILTER)
                .valueStream()
                .flatMap(DockerRuntime::managed)
                .sorted(Comparator.comparing(each -> each.spec().name()))
                .toList();
    }

    private static Stream<ManagedContainer> managed(JsonNode entry) {
        String state = entry.path("State").asString("");
        return SpecLabel.read(entry.path("Labels").path(SpecLabel.SPEC).asString("")).stream()
                .map(
                        spec ->
                                new ManagedContainer(
                                        spec,
                                        entry.path("Id").asString(""),
                                        entry.path("ImageID").asString(""),
                                        state.equals("running"),
                                        state));
    }

    @Override
    public Optional<ManagedContainer> find(ContainerId container) {
        return list().stream().filter(each -> each.spec().name().equals(container)).findFirst();
    }

    @Override
    public ManagedContainer create(ContainerSpec spec) {
        JsonNode image =
                docker.find("/images/" + spec.image() + "/json")
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.IMAGE_UNAVAILABLE,
                                                "no image '" + spec.image() + "' on this host"));
        return create(spec, image.path("Id").asString(""), spec.restart());
    }

    /**
     * Creates it from the image of that id, whatever the specification's reference means here, and
     * with a restart policy that may not yet be the specification's.
     */
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        JsonNode created =
                docker.post(
                        "/containers/create?name=" + spec.name(),
                        new CreateRequest(spec).body(imageId, restart, criuConfiguration));
        try {
            network.create(spec.name(), spec.address());
        } catch (TransshipException e) {
            remove(spec.name());
            throw e;
        }
        return new ManagedContainer(
                spec, created.path("Id").asString(""), imageId, false, "created");
    }

    @Override
    public void start(ContainerId container) {
        ManagedContainer found = ManagedContainer.demand(this, container);
        if (found.running()) {
            return;
        }
        // Its namespace may be gone since the host was started anew; Docker remembers none of it.
        network.create(container, found.spec().address());
        network.attach(container, found.spec().address());
        try {
            // A move that a power cut ended may have left it switched off.
            docker.post(
                    "/containers/" + container + "/update",
                    Map.of("RestartPolicy", Map.of("Name", found.spec().restart().word())));
            docker.post("/containers/" + container + "/start");
        } catch (TransshipException e) {
            network.detach(container);
            throw e;
        }
        network.announce(found.spec().address());
    }

    @Override
    public void remove(ContainerId container) {
        if (find(container).isPresent()) {
            Optional<JsonNode> page = docker.find("/containers/" + container + "/json");
            docker.delete("/containers/" + container + "?force=true&v=true");
            page.ifPresent(DockerRuntime::removeSandbox);
        }
        network.remove(container);
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
}
