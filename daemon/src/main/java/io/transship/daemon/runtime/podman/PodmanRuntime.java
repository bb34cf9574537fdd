package io.transship.daemon.runtime.podman;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.network.ContainerNetwork;
import io.transship.daemon.runtime.ContainerRuntime;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.runtime.http.EngineClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Podman's managed containers. They run in the network namespace that the daemon makes for them.
 * What a container was made from is kept in a label on it. Thread-safe.
 */
public final class PodmanRuntime implements ContainerRuntime {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration USUAL_START = Duration.ofSeconds(30);

    private final EngineClient podman;
    private final ContainerNetwork network;
    private final PodmanBody body;
    private final Starts starts = new Starts();

    /** Managed containers are created as {@code body} describes them. */
    public PodmanRuntime(EngineClient podman, ContainerNetwork network, PodmanBody body) {
        this.podman = podman;
        this.network = network;
        this.body = body;
    }

    @Override
    public List<ManagedContainer> list() {
        return starts.ask(
                starting ->
                        Stream.concat(starting.stream(), settled(starting))
                                .sorted(Comparator.comparing(each -> each.spec().name()))
                                .toList());
    }

    private Stream<ManagedContainer> settled(Collection<ManagedContainer> starting) {
        List<String> others =
                starting.stream()
                        .map(each -> OciAnnotations.CONTAINER + "=" + each.spec().name())
                        .toList();
        String filters =
                JSON.writeValueAsString(
                        Map.of("label", List.of(SpecLabel.MANAGED + "=true"), "label!", others));
        return podman.get("/containers/json?all=true&filters=" + encoded(filters))
                .valueStream()
                .flatMap(PodmanRuntime::managed);
    }

    private static Stream<ManagedContainer> managed(JsonNode entry) {
        String state = entry.path("State").asString("");
        return SpecLabel.read(entry.path("Labels").path(SpecLabel.SPEC).asString("")).stream()
                .map(
                        spec ->
                                new ManagedContainer(
                                        spec,
                                        entry.path("Id").asString(""),
                                        PodmanIds.full(entry.path("ImageID").asString("")),
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
                podman.find("/images/" + spec.image() + "/json")
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.IMAGE_UNAVAILABLE,
                                                "no image '" + spec.image() + "' on this host"));
        return create(spec, PodmanIds.full(image.path("Id").asString("")), spec.restart());
    }

    /**
     * Creates it from the image of that id, whatever the specification's reference means here, and
     * with a restart policy that may not yet be the specification's.
     */
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        if (podman.find("/containers/" + spec.name() + "/exists").isPresent()) {
            throw new TransshipException(
                    FailureCode.CONTAINER_CONFLICT,
                    "this host has a container '" + spec.name() + "' already");
        }
        // Podman demands that the namespace is there.
        network.create(spec.name(), spec.address());
        JsonNode created;
        try {
            created =
                    podman.post(
                            "/containers/create", body.of(spec, PodmanIds.bare(imageId), restart));
        } catch (TransshipException e) {
            network.remove(spec.name());
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
        // Its namespace may be gone since the host was started anew; Podman remembers none of it.
        network.create(container, found.spec().address());
        network.attach(container, found.spec().address());
        try {
            start(found, USUAL_START);
        } catch (TransshipException e) {
            network.detach(container);
            throw e;
        }
        network.announce(found.spec().address());
    }

    /** Has Podman start it, and nothing else; returns when Podman calls it started. */
    public void start(ManagedContainer container, Duration deadline) {
        starts.during(
                container,
                () -> podman.post("/containers/" + container.spec().name() + "/start", deadline));
    }

    @Override
    public void remove(ContainerId container) {
        if (find(container).isPresent()) {
            podman.delete("/containers/" + container + "?force=true&v=true&timeout=0");
        }
        network.remove(container);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
