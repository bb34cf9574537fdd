package io.transship.daemon.runtime.inspection;

import java.nio.file.Path;
import java.util.Map;

/**
 * An engine as it shows itself.
 *
 * @param name "docker", "docker-stock" or "podman"
 * @param version its version
 * @param storage its storage driver, "overlay2"
 * @param root where it keeps images and layers
 * @param ociRuntimes name and path of the OCI runtimes that it knows
 * @param checkpoints whether it dumps and restores by itself
 */
public record EngineFacts(
        String name,
        String version,
        String storage,
        Path root,
        Map<String, Path> ociRuntimes,
        boolean checkpoints) {

    /** Copies the map. */
    public EngineFacts {
        ociRuntimes = Map.copyOf(ociRuntimes);
    }

    /** The same under another name. */
    public EngineFacts named(String other) {
        return new EngineFacts(other, version, storage, root, ociRuntimes, checkpoints);
    }
}
