package io.transship.daemon.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The engine's images. An image keeps its id when it is exported and loaded. Thread-safe. */
public interface ImageStore {

    /** The image of that reference or id, if it is here. */
    Optional<Image> find(String reference);

    /**
     * How many layers an image here has in common with one of these layers, the lowest first: those
     * need not travel.
     */
    int shared(List<String> layers);

    /**
     * Writes the image as one stream (uncompressed tar).
     *
     * @param spared layers that the receiver has: they are empty in the stream
     * @throws IOException if {@code out} fails
     */
    void export(String imageId, Set<String> spared, OutputStream out) throws IOException;

    /**
     * Loads what {@link #export} wrote, and checks that the image of that id came out of it. The
     * reference then names it here as well.
     *
     * @throws IOException if {@code in} fails
     */
    void load(String imageId, String reference, InputStream in) throws IOException;
}
