package io.transship.daemon.checkpoint.docker;

import java.nio.file.Path;

/**
 * Where things are on this host.
 *
 * @param socket Docker's socket
 * @param bridge the bridge that containers are plugged into
 * @param run folder on memory for what a move leaves lying about while it lasts
 * @param library folder of our OCI runtime and what belongs to it
 */
public record DockerSettings(Path socket, String bridge, Path run, Path library) {

    /** The usual places. */
    public static DockerSettings of(Path socket, String bridge) {
        return new DockerSettings(
                socket, bridge, Path.of("/run/transship"), Path.of("/usr/local/lib/transship"));
    }

    /** Our OCI runtime, as Docker's configuration has to name it. */
    public Path ociRuntime() {
        return library.resolve("transship-runc");
    }

    /** CRIU's configuration for managed containers. */
    public Path criuConfiguration() {
        return library.resolve("criu.conf");
    }
}
