package io.transship.daemon.runtime.docker;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.http.EngineClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Where Docker's drivers "json-file" and "local" write; Docker itself tells only after a start. */
public final class DockerLogPlace implements Function<ContainerId, Optional<Path>> {

    private final EngineClient docker;

    /** Asks this engine. */
    public DockerLogPlace(EngineClient docker) {
        this.docker = docker;
    }

    @Override
    public Optional<Path> apply(ContainerId container) {
        JsonNode page = docker.get("/containers/" + container + "/json");
        String id = page.path("Id").asString("");
        Path folder =
                Path.of(docker.get("/info").path("DockerRootDir").asString("/var/lib/docker"))
                        .resolve("containers")
                        .resolve(id);
        return switch (page.path("HostConfig").path("LogConfig").path("Type").asString("")) {
            case "json-file" -> Optional.of(folder.resolve(id + "-json.log"));
            case "local" -> Optional.of(folder.resolve("local-logs/container.log"));
            default -> Optional.empty();
        };
    }
}
