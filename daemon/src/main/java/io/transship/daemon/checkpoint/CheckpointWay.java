package io.transship.daemon.checkpoint;

import java.util.Optional;

/** How containers are dumped and restored beneath Docker. */
public enum CheckpointWay {
    /** By our OCI runtime if Docker knows it, else by Docker's own checkpoints. */
    AUTO,
    /** By our OCI runtime, which dockerd's configuration names. */
    OCI,
    /** By Docker's own checkpoints, which need {@code experimental} in dockerd's configuration. */
    STOCK;

    /**
     * The way that is taken where this one is asked for: OCI or STOCK; empty: none is possible.
     *
     * @param registered whether Docker knows our OCI runtime
     * @param experimental whether it offers checkpoints of its own
     */
    public Optional<CheckpointWay> chosen(boolean registered, boolean experimental) {
        if (this != STOCK && registered) {
            return Optional.of(OCI);
        }
        return this != OCI && experimental ? Optional.of(STOCK) : Optional.empty();
    }
}
