package io.transship.daemon.checkpoint;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * How a container is to be dumped.
 *
 * @param mode COPY: into files, and its processes end. All others leave the container there,
 *     frozen: PAGE_SERVER sends its memory to a port, POST_COPY serves it from a port,
 *     LEAVE_RUNNING writes files only
 * @param pagePort on loopback; with PAGE_SERVER where somebody takes the pages, with POST_COPY
 *     where CRIU shall serve them; 0 in the other modes
 * @param deadline until the files are complete
 */
public record DumpOrder(MigrationMode mode, int pagePort, Duration deadline) {

    /** Into files, and the processes end. */
    public static DumpOrder copy(Duration deadline) {
        return new DumpOrder(MigrationMode.COPY, 0, deadline);
    }

    /** Whether the way back is a thaw, not a restore. */
    public boolean keepsSource() {
        return mode != MigrationMode.COPY;
    }
}
