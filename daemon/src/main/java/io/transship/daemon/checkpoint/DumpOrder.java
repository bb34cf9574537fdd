package io.transship.daemon.checkpoint;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * How a container is to be dumped.
 *
 * @param mode COPY and LEAVE_RUNNING: into files; PAGE_SERVER sends the memory to a port, POST_COPY
 *     serves it from a port. The container stays there, frozen
 * @param pagePort on loopback; with PAGE_SERVER where somebody takes the pages, with POST_COPY
 *     where CRIU shall serve them; 0 in the other modes, and where {@link PageTransport#socket} is
 *     used instead
 * @param deadline until the files are complete
 */
public record DumpOrder(MigrationMode mode, int pagePort, Duration deadline) {

    /** Into files. */
    public static DumpOrder copy(Duration deadline) {
        return new DumpOrder(MigrationMode.COPY, 0, deadline);
    }
}
