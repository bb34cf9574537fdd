package io.transship.daemon.runtime.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.overlay.CarriedFolders;
import io.transship.daemon.runtime.overlay.LayerLocator;
import io.transship.daemon.runtime.overlay.OverlayLayer;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The layers of Docker's overlay2 driver, and the mounts. */
public final class DockerLayers implements LayerLocator {

    private final EngineClient docker;

    /** Asks this engine. */
    public DockerLayers(EngineClient docker) {
        this.docker = docker;
    }

    @Override
    public OverlayLayer locate(ManagedContainer container) {
        JsonNode driver =
                docker.get("/containers/" + container.engineId() + "/json").path("GraphDriver");
        String upper = driver.path("Data").path("UpperDir").asString("");
        String merged = driver.path("Data").path("MergedDir").asString("");
        if (upper.isEmpty() || merged.isEmpty()) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "the writable layer of '%s' is kept by the storage driver '%s'"
                            .formatted(container.spec().name(), driver.path("Name").asString("?")),
                    "Configure Docker's storage driver overlay2.",
                    null);
        }
        return new OverlayLayer(Path.of(upper), Path.of(merged));
    }

    @Override
    public Map<String, Path> mounts(ManagedContainer container) {
        return CarriedFolders.of(
                container, docker.get("/containers/" + container.engineId() + "/json"));
    }
}
