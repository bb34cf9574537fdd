package io.transship.daemon.checkpoint;

import io.transship.core.migration.MigrationMode;
import java.time.Duration;

/**
 * How a container is to be dumped.
 *
 * @param mode COPY, PRE_COPY and LEAVE_RUNNING: into files; PAGE_SERVER sends the memory through
 *     {@link PageTransport#socket}, POST_COPY serves it there. The container stays there, frozen
 * @param deadline until the files are complete
 */
public record DumpOrder(MigrationMode mode, Duration deadline) {

    /** Into files. */
    public static DumpOrder copy(Duration deadline) {
        return new DumpOrder(MigrationMode.COPY, deadline);
    }
}
