package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders that take a session's image and layer. They are flat. */
final class SessionFolders {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFolders.class);

    private SessionFolders() {}

    static Path create(Path workDirectory, MigrationId id) {
        Path directory = incoming(workDirectory).resolve(id.text());
        try {
            delete(directory);
            Files.createDirectories(incoming(workDirectory));
            return Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    "the folder " + directory + " can't be made: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Removes what earlier lives of the daemon left. */
    static void deleteAll(Path workDirectory) {
        Path incoming = incoming(workDirectory);
        if (!Files.isDirectory(incoming)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(incoming)) {
            folders.forEach(SessionFolders::delete);
        } catch (IOException e) {
            LOG.warn("{} could not be emptied: {}", incoming, e.getMessage());
        }
    }

    static void delete(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", directory, e.getMessage());
        }
    }

    /** Free bytes on the disk of the folder. */
    static long usable(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.DISK_FULL,
                    "nobody knows how much room " + directory + " has: " + e.getMessage() + ".",
                    e);
        }
    }

    private static Path incoming(Path workDirectory) {
        return workDirectory.resolve("incoming");
    }
}
