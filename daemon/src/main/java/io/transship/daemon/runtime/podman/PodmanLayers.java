package io.transship.daemon.runtime.podman;

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

/** The layers of Podman's storage driver overlay, and the mounts. */
public final class PodmanLayers implements LayerLocator {

    private final EngineClient podman;

    /** Asks this engine. */
    public PodmanLayers(EngineClient podman) {
        this.podman = podman;
    }

    @Override
    public OverlayLayer locate(ManagedContainer container) {
        JsonNode driver =
                podman.get("/containers/" + container.engineId() + "/json").path("GraphDriver");
        String upper = driver.path("Data").path("UpperDir").asString("");
        if (!driver.path("Name").asString("").equals("overlay") || upper.isEmpty()) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "the writable layer of '%s' is kept by the storage driver '%s'"
                            .formatted(container.spec().name(), driver.path("Name").asString("?")),
                    "Configure Podman's storage driver overlay, without a mount program.",
                    null);
        }
        // Podman names the mount point only while something is mounted there.
        return new OverlayLayer(Path.of(upper), Path.of(upper).resolveSibling("merged"));
    }

    @Override
    public Map<String, Path> mounts(ManagedContainer container) {
        return CarriedFolders.of(
                container, podman.get("/containers/" + container.engineId() + "/json"));
    }
}
