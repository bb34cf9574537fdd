package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A file that holds a secret and is its owner's alone. */
public final class SecretFile {

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);
    private static final long MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * The secret: the file's first line.
     *
     * @throws TransshipException CONFIG_INVALID if it can't be read, is empty or open to others
     */
    public static String read(Path file) {
        checkOwnersAlone(file, "holds a password");
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw invalid(file + " is too long for a password.");
            }
            return Files.readString(file)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isBlank())
                    .orElseThrow(() -> invalid(file + " holds no password in its first line."));
        } catch (IOException e) {
            // Malformed text would be quoted by the cause's message.
            throw invalid(file + " can't be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    /** Refuses a file that others may read or write. */
    static void checkOwnersAlone(Path file, String what) {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
            open.retainAll(OTHERS);
            if (!open.isEmpty()) {
                throw new TransshipException(
                        FailureCode.CONFIG_INVALID,
                        file + " " + what + " and is open to others.",
                        "Make it the owner's alone with 'chmod 600'.",
                        null);
            }
        } catch (IOException e) {
            throw invalid(file + " can't be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static TransshipException invalid(String message) {
        return new TransshipException(FailureCode.CONFIG_INVALID, message);
    }
}
