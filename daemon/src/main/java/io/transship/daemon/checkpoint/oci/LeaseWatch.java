package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.CopyGuard;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * A small program beside the daemon for each uncommitted copy, in a session of its own: {@code
 * wrapper/transship-watch}. It reads the lease's end from a file on memory, in seconds since the
 * host's start.
 */
public final class LeaseWatch implements CopyGuard {

    private static final Path UPTIME = Path.of("/proc/uptime");

    private final Path folder;
    private final Path program;

    /** Leases are files of {@code run}; the program lies in {@code library}. */
    public LeaseWatch(Path run, Path library) {
        this.folder = run.resolve("leases");
        this.program = library.resolve("transship-watch");
    }

    @Override
    public void killAfter(MigrationId migration, String engineId, Duration time) {
        Path lease = folder.resolve(migration.text());
        try {
            boolean watched = Files.exists(lease);
            Files.createDirectories(folder);
            Path fresh = lease.resolveSibling(migration.text() + ".new");
            Files.writeString(fresh, Long.toString(uptimeSeconds() + ceilSeconds(time)) + "\n");
            Files.move(fresh, lease, StandardCopyOption.ATOMIC_MOVE);
            if (!watched) {
                start(lease, engineId);
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED,
                    "nobody can watch the lease of migration " + migration + ": " + e + ".",
                    e);
        }
    }

    private void start(Path lease, String engineId) throws IOException {
        new ProcessBuilder("setsid", program.toString(), lease.toString(), engineId)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long uptimeSeconds() throws IOException {
        String text = Files.readString(UPTIME);
        return Long.parseLong(text.substring(0, text.indexOf('.')));
    }

    private static long ceilSeconds(Duration time) {
        return Math.ceilDiv(time.toMillis(), 1000L);
    }

    @Override
    public void release(MigrationId migration) {
        try {
            Files.deleteIfExists(folder.resolve(migration.text()));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED,
                    "the lease of migration " + migration + " can't be taken away: " + e + ".",
                    e);
        }
    }
}
