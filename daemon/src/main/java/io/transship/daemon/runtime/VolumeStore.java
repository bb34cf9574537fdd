package io.transship.daemon.runtime;

import java.nio.file.Path;
import java.util.Optional;

/** The named volumes of an engine. Thread-safe. */
public interface VolumeStore {

    /** Where the volume's files are, if there is one of that name. */
    Optional<Path> folder(String name);

    /**
     * Removes the volume with all that is in it; nothing happens if there is none.
     *
     * @throws io.transship.core.failure.TransshipException CONTAINER_CONFLICT if it is in use
     */
    void remove(String name);
}
