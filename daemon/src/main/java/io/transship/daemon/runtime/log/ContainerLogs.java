package io.transship.daemon.runtime.log;

import io.transship.core.model.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What containers printed, as the engine's log driver keeps it in the container's own folder. With
 * other drivers there is nothing to carry. Thread-safe for different containers.
 */
public interface ContainerLogs {

    /**
     * How far a log was read.
     *
     * @param file the log file's number in its file system; 0: nothing was read
     * @param bytes of it
     */
    record Position(long file, long bytes) {

        /** Nothing was read. */
        public static final Position START = new Position(0, 0);
    }

    /**
     * Writes what was printed since.
     *
     * @return where the next call goes on
     * @throws IOException if {@code out} fails
     */
    Position write(ContainerId container, Position since, OutputStream out) throws IOException;

    /**
     * Adds that to the log of a container that does not run yet.
     *
     * @throws IOException if {@code in} fails
     */
    void append(ContainerId container, InputStream in) throws IOException;
}
