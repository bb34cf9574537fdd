package io.transship.daemon.checkpoint.install;

import io.transship.daemon.runtime.ContainerSpec;
import java.nio.file.Path;

/**
 * Where things are on this host.
 *
 * @param socket the engine's socket
 * @param bridge the bridge that containers are plugged into
 * @param run folder on memory for what a move leaves lying about while it lasts
 * @param library folder of our OCI runtime and what belongs to it
 */
public record OciSettings(Path socket, String bridge, Path run, Path library) {

    /** The usual places. */
    public static OciSettings of(Path socket, String bridge) {
        return new OciSettings(
                socket, bridge, Path.of("/run/transship"), Path.of("/usr/local/lib/transship"));
    }

    /** Our OCI runtime, as the engine's configuration has to name it. */
    public Path ociRuntime() {
        return library.resolve("transship-runc");
    }

    /** CRIU's configuration for a managed container. */
    public Path criuConfiguration(ContainerSpec spec) {
        return spec.options().network().isHost()
                ? sharedNetworkConfiguration()
                : criuConfiguration();
    }

    /** The usual one. */
    public Path criuConfiguration() {
        return library.resolve("criu.conf");
    }

    /** For containers with the host's network: their connections can't move. */
    public Path sharedNetworkConfiguration() {
        return library.resolve("criu-shared-network.conf");
    }
}
