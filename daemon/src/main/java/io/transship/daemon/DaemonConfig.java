package io.transship.daemon;

import io.transship.core.model.HostId;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.tuning.TuningSettings;
import io.transship.settings.Default;
import io.transship.settings.HostAndPort;
import io.transship.settings.TlsFiles;
import java.nio.file.Path;

/**
 * A daemon's configuration file.
 *
 * @param host this host's name, which the daemon's certificate carries as a DNS name
 * @param control where it takes the manager's and other daemons' calls
 * @param data where it takes bulk bytes: an address of the data network
 * @param bridge the bridge that joins containers to the data network
 * @param workDirectory journal, and images and layers on their way
 * @param engine which container engine this host has
 * @param docker Docker, if it is that
 * @param podman Podman, if it is that
 * @param tuning what shortens the gap at the price of the whole machine
 * @param tls who the daemon is
 */
public record DaemonConfig(
        HostId host,
        Listener control,
        Listener data,
        @Default("br0") String bridge,
        @Default("/var/lib/transship") Path workDirectory,
        @Default("docker") EngineKind engine,
        @Default("{}") Docker docker,
        @Default("{}") Podman podman,
        @Default("{}") TuningSettings tuning,
        TlsFiles tls) {

    /**
     * A port.
     *
     * @param listen address and port
     */
    public record Listener(HostAndPort listen) {}

    /**
     * Docker on this host.
     *
     * @param socket where it listens
     * @param checkpoint how its containers are dumped and restored
     */
    public record Docker(
            @Default("/run/docker.sock") Path socket, @Default("auto") CheckpointWay checkpoint) {}

    /**
     * Podman on this host.
     *
     * @param socket where its service listens; the service works with our OCI runtime
     */
    public record Podman(@Default("/run/podman/podman.sock") Path socket) {}

    /** A container engine. */
    public enum EngineKind {
        /** Docker. */
        DOCKER,
        /** Podman. */
        PODMAN
    }
}
