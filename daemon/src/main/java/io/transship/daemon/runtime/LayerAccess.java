package io.transship.daemon.runtime;

import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The writable layer of a container: what it changed since its image. Whiteouts and extended
 * attributes are part of it. Thread-safe for different containers.
 */
public interface LayerAccess {

    /**
     * A digest of names, sizes and times of change. Equal fingerprints before and after: the layer
     * that was sent ahead is still right and need not be sent again. Take it before {@link #write}.
     */
    String fingerprint(ContainerId container);

    /** How much it holds; at least that, where counting all of it would take too long. */
    ByteCount size(ContainerId container);

    /**
     * Writes the whole layer as one tar stream; the container may run meanwhile.
     *
     * @throws IOException if {@code out} fails
     */
    void write(ContainerId container, OutputStream out) throws IOException;

    /**
     * Replaces the layer of a container that does not run by what {@link #write} wrote. Nothing in
     * the stream can reach a path outside the layer. May be called again, also while a restore
     * waits.
     *
     * @throws IOException if {@code in} fails
     */
    void replace(ContainerId container, InputStream in) throws IOException;
}
