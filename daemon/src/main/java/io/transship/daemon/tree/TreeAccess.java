package io.transship.daemon.tree;

import io.transship.core.model.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/**
 * The trees of files that belong to a container and go where it goes: its writable layer, its
 * volumes, and the folders of the host that were declared movable. A tree's name is its place in
 * the container. Thread-safe for different containers.
 */
public interface TreeAccess {

    /** The name of the writable layer: what the container changed since its image. */
    String LAYER = "/";

    /** What programs do while one looks. */
    enum Moment {
        /** The container serves. */
        SERVING,
        /** Its processes are stopped, but still there. */
        FROZEN
    }

    /** The names of the container's trees, the layer first. */
    List<String> trees(ContainerId container);

    /**
     * Comes before a look: afterwards what programs write through mappings of files shows in the
     * files' times.
     *
     * @return inodes of which that is not sure
     */
    Set<Long> settle(ContainerId container, Moment moment);

    /** What is in the tree now. */
    TreeManifest look(ContainerId container, String tree, Set<Long> unsure);

    /**
     * Writes changes of a tree; the container may run meanwhile.
     *
     * @return paths that were sent
     * @throws IOException if {@code out} fails
     */
    Set<String> write(ContainerId container, String tree, TreeChanges changes, OutputStream out)
            throws IOException;

    /**
     * Does to the tree of a container that does not run what {@link #write} wrote. Nothing in the
     * stream can reach a path outside the tree. May be called again, also while a restore waits.
     *
     * @throws IOException if {@code in} fails
     */
    void apply(ContainerId container, String tree, InputStream in) throws IOException;
}
