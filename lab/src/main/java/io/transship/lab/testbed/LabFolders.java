package io.transship.lab.testbed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Where a lab keeps its files; its keeper makes and removes the two folders.
 *
 * @param number the lab's number
 */
record LabFolders(int number) {

    static final Path RUN = Path.of("/run/transship/lab");
    static final Path DISK = Path.of("/var/lib/transship/lab");

    private static final int TAIL_LINES = 8;

    Path run() {
        return RUN.resolve(Integer.toString(number));
    }

    Path driverSocket() {
        return run().resolve("driver.sock");
    }

    /** The folder that the machine sees as its settings. */
    Path settings(String host) {
        return run().resolve(host);
    }

    Path manager() {
        return run().resolve("manager");
    }

    Path token() {
        return manager().resolve("api.token");
    }

    /** The log of a process: "manager", "daemon-h2", "driver". */
    Path log(String process) {
        return run().resolve(process + ".log");
    }

    /** The end of a log, for an error message. */
    String tail(String process) {
        try {
            List<String> lines = Files.readAllLines(log(process));
            return String.join(
                    "\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Writes a file that only root may read, from its first moment on. */
    static void write(Path file, String text) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
