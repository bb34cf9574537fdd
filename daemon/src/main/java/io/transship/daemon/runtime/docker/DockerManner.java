package io.transship.daemon.runtime.docker;

import io.transship.daemon.runtime.ContainerSpec;
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
        Optional<String> ociRuntime, Function<ContainerSpec, Path> criuConfiguration) {

    /** Under our OCI runtime. */
    public static DockerManner underOurs(Function<ContainerSpec, Path> criuConfiguration) {
        return new DockerManner(Optional.of(OciAnnotations.RUNTIME), criuConfiguration);
    }
}
