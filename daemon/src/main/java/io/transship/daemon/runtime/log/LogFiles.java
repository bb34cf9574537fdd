package io.transship.daemon.runtime.log;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ContainerRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Logs in files that only grow, and are renamed to ".1", ".2" … when they are full. The target gets
 * all of them as one.
 */
public final class LogFiles implements ContainerLogs {

    private static final int MOST_ROTATED = 100;

    private final ContainerRuntime runtime;
    private final Function<ContainerId, Optional<Path>> locator;

    /**
     * As long as the log's folder is there, which the engine removes with the container. Engines
     * may not answer questions about a container that is being started, and nobody waits for their
     * answers while a container stands still.
     */
    private final Map<ContainerId, Path> known = new ConcurrentHashMap<>();

    /**
     * Asks an engine.
     *
     * @param locator where a container's log is or will be; empty: in no file that can be carried
     */
    public LogFiles(ContainerRuntime runtime, Function<ContainerId, Optional<Path>> locator) {
        this.runtime = runtime;
        this.locator = locator;
    }

    @Override
    public Position write(ContainerId container, Position since, OutputStream out)
            throws IOException {
        Optional<Path> file = locate(container);
        if (file.isEmpty() || !Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)) {
            return since;
        }
        for (int number = rotatedSince(file.get(), since); number > 0; number--) {
            copyRotated(file.get(), number, since, out);
        }
        long inode = inode(file.get());
        long from = inode == since.file() ? since.bytes() : 0;
        return new Position(inode, copy(file.get(), from, out));
    }

    /** How many files have been rotated away since; at the start all that there are. */
    private static int rotatedSince(Path file, Position since) throws IOException {
        int number = 0;
        boolean reached = inode(file) == since.file();
        while (!reached && number < MOST_ROTATED) {
            Path next = rotated(file, number + 1);
            if (Files.exists(next)) {
                number++;
                reached = inode(next) == since.file();
            } else if (Files.exists(zipped(next))) {
                // A compressed file is a new one; what was read of it before can't be told.
                reached = !since.equals(Position.START);
                number += reached ? 0 : 1;
            } else {
                break;
            }
        }
        return number;
    }

    private static void copyRotated(Path file, int number, Position since, OutputStream out)
            throws IOException {
        Path rotated = rotated(file, number);
        if (Files.exists(rotated)) {
            copy(rotated, inode(rotated) == since.file() ? since.bytes() : 0, out);
        } else if (Files.exists(zipped(rotated))) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(zipped(rotated)))) {
                in.transferTo(out);
            }
        }
    }

    private static Path rotated(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static Path zipped(Path file) {
        return file.resolveSibling(file.getFileName() + ".gz");
    }

    /** Returns where the file ended. */
    private static long copy(Path file, long from, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = channel.size();
            channel.transferTo(from, end - from, Channels.newChannel(out));
            return end;
        }
    }

    private static long inode(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void append(ContainerId container, InputStream in) throws IOException {
        Optional<Path> file = locate(container);
        if (file.isEmpty()) {
            return;
        }
        Files.createDirectories(file.get().getParent());
        try (FileChannel channel =
                FileChannel.open(
                        file.get(),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")))) {
            in.transferTo(Channels.newOutputStream(channel));
        }
    }

    private Optional<Path> locate(ContainerId container) {
        Path before = known.get(container);
        if (before != null && hasFolder(before)) {
            return Optional.of(before);
        }
        known.values().removeIf(each -> !hasFolder(each));
        Optional<Path> file = runtime.find(container).flatMap(_ -> locator.apply(container));
        file.ifPresent(each -> known.put(container, each));
        return file;
    }

    private static boolean hasFolder(Path file) {
        return Files.isDirectory(file.resolveSibling("."));
    }
}
