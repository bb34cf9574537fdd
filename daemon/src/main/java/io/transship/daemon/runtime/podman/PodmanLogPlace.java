package io.transship.daemon.runtime.podman;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.http.EngineClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Where Podman's driver "k8s-file" writes. */
public final class PodmanLogPlace implements Function<ContainerId, Optional<Path>> {

    private final EngineClient podman;

    /** Asks this engine. */
    public PodmanLogPlace(EngineClient podman) {
        this.podman = podman;
    }

    @Override
    public Optional<Path> apply(ContainerId container) {
        JsonNode log =
                podman.get("/containers/" + container + "/json")
                        .path("HostConfig")
                        .path("LogConfig");
        String path = log.path("Path").asString("");
        boolean inAFile = log.path("Type").asString("").equals("k8s-file");
        return inAFile && path.startsWith("/") ? Optional.of(Path.of(path)) : Optional.empty();
    }
}
