package io.transship.daemon.preflight.finding;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features of this machine's processor as CRIU sees them. They don't change while the machine
 * runs, so they are asked for once. Thread-safe.
 */
public final class Processor {

    private static final String IMAGE = "cpuinfo.img";

    /** CRIU's image has some hundred bytes. */
    private static final int MOST_BYTES = 64 * 1024;

    private final Machine machine;
    private byte @Nullable [] features;

    /** That machine's. */
    public Processor(Machine machine) {
        this.machine = machine;
    }

    /** The image of {@code criu cpuinfo dump}; empty if CRIU can't make one here. */
    public synchronized byte[] features() {
        byte[] known = features;
        if (known == null) {
            known = inFolder(this::dump);
            features = known;
        }
        return known.clone();
    }

    private byte[] dump(Path folder) throws IOException {
        machine.run("criu", "cpuinfo", "dump", "-D", folder.toString());
        Path image = folder.resolve(IMAGE);
        return Files.exists(image) && Files.size(image) <= MOST_BYTES
                ? Files.readAllBytes(image)
                : new byte[0];
    }

    /** What this processor lacks of those features, in CRIU's words; empty: nothing. */
    public Optional<String> lacks(byte[] others) {
        if (others.length > MOST_BYTES) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "an image of a processor's features has " + others.length + " bytes.");
        }
        return inFolder(
                folder -> {
                    Files.write(folder.resolve(IMAGE), others);
                    CommandResult check =
                            machine.run("criu", "cpuinfo", "check", "-D", folder.toString());
                    return check.succeeded() ? Optional.empty() : Optional.of(check.words());
                });
    }

    /** Works in a folder that only we can enter. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Path folder) throws IOException;
    }

    private static <T> T inFolder(Work<T> work) {
        try {
            Path folder =
                    Files.createTempDirectory(
                            "transship-cpu-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            try {
                return work.in(folder);
            } finally {
                try (var all = Files.list(folder)) {
                    for (Path each : all.toList()) {
                        Files.delete(each);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    "the processor's features can't be compared: " + e.getMessage() + ".",
                    "Make room in the temporary folder.",
                    e);
        }
    }
}
