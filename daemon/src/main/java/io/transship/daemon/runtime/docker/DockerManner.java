package io.transship.daemon.runtime.docker;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.OciAnnotations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Under what Docker runs managed containers.
 *
 * @param ociRuntime the registered OCI runtime; empty: Docker's own
 * @param criuConfiguration the file from which CRIU takes its options for a container
 */
public record DockerManner(
        Optional<String> ociRuntime, Function<ContainerId, Path> criuConfiguration) {

    /** Under our OCI runtime, with one configuration for all. */
    public static DockerManner underOurs(Path criuConfiguration) {
        return new DockerManner(Optional.of(OciAnnotations.RUNTIME), _ -> criuConfiguration);
    }
}
