package io.transship.daemon.runtime.inspection;

import java.nio.file.Path;
import java.util.Map;

/**
 * An engine as it shows itself.
 *
 * @param name "docker" or "podman"
 * @param version its version
 * @param storage its storage driver, "overlay2"
 * @param root where it keeps images and layers
 * @param ociRuntimes name and path of the OCI runtimes that it knows
 */
public record EngineFacts(
        String name, String version, String storage, Path root, Map<String, Path> ociRuntimes) {

    /** Copies the map. */
    public EngineFacts {
        ociRuntimes = Map.copyOf(ociRuntimes);
    }
}
