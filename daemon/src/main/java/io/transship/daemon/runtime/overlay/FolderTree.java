package io.transship.daemon.runtime.overlay;

import io.transship.core.model.ByteCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Walks folders without ever following a symbolic link. */
final class FolderTree {

    /** Longer than a tick of any kernel. */
    private static final Duration TICK = Duration.ofMillis(30);

    private FolderTree() {}

    /**
     * A digest of every name, inode, size and time of change below the folder. The time of change
     * (ctime) can't be set by a program. But kernels count it in ticks, so that two writes may show
     * the same one: while the newest is that young, no two fingerprints are equal.
     */
    static String fingerprint(Path folder, Instant now) throws IOException {
        MessageDigest digest = sha256();
        Instant newest = Instant.MIN;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                Map<String, Object> attributes = attributes(path);
                String line = folder.relativize(path) + "\0" + new TreeMap<>(attributes) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                if (attributes.get("ctime") instanceof FileTime time
                        && time.toInstant().isAfter(newest)) {
                    newest = time.toInstant();
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        String young = newest.plus(TICK).isAfter(now) ? " at " + System.nanoTime() : "";
        return HexFormat.of().formatHex(digest.digest()) + young;
    }

    /** None for a file that goes while we look: its folder's time of change tells. */
    private static Map<String, Object> attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(
                    path, "unix:ino,size,ctime,mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * The bytes of all that is below the folder, by the lengths of files.
     *
     * @param most files and folders that are looked at: with more of them it is at least so much
     */
    static ByteCount size(Path folder, int most) throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.limit(most)::iterator) {
                Map<String, Object> attributes = attributes(path);
                if (attributes.get("size") instanceof Long size) {
                    bytes += size;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new ByteCount(bytes);
    }

    /** Removes all that is in the folder; the folder stays. */
    static void empty(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path each, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        if (!each.equals(folder)) {
                            Files.delete(each);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
