package io.transship.daemon.runtime.podman;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.EngineContainers;
import io.transship.daemon.runtime.EngineControl;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.OciAnnotations;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineNames;
import io.transship.daemon.runtime.image.ImageIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Podman's managed containers. They run in the network namespace that the daemon makes for them.
 * Thread-safe.
 */
public final class PodmanContainers implements EngineContainers, EngineControl {

    private static final JsonMapper JSON = new JsonMapper();

    private final EngineClient podman;
    private final PodmanBody body;
    private final EngineNames names;
    private final Starts starts = new Starts();

    /** Managed containers are created as {@code body} describes them. */
    public PodmanContainers(EngineClient podman, PodmanBody body) {
        this.podman = podman;
        this.body = body;
        this.names = new EngineNames(podman);
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
                .flatMap(entry -> SpecLabel.listed(entry, ImageIds::full).stream());
    }

    @Override
    public boolean exists(ContainerId container) {
        return starts.ask(
                starting ->
                        starting.stream().anyMatch(each -> each.spec().name().equals(container))
                                || names.id(container.name()).isPresent());
    }

    @Override
    public ManagedContainer create(ContainerSpec spec, String imageId, RestartPolicy restart) {
        JsonNode created =
                podman.post("/containers/create", body.of(spec, ImageIds.bare(imageId), restart));
        return new ManagedContainer(
                spec, created.path("Id").asString(""), imageId, false, "created");
    }

    @Override
    public void start(ManagedContainer container, Duration deadline) {
        starts.during(
                container,
                () -> podman.post("/containers/" + container.engineId() + "/start", deadline));
    }

    @Override
    public void remove(ContainerId container) {
        names.id(container.name())
                .ifPresent(
                        id -> podman.delete("/containers/" + id + "?force=true&v=true&timeout=0"));
    }

    @Override
    public long process(ContainerId container) {
        return names.process(container.name());
    }

    @Override
    public void setRestartPolicy(ContainerId container, RestartPolicy policy) {
        podman.post(
                "/containers/" + container + "/update?restartPolicy=" + policy.word(), Map.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
