package io.transship.daemon.runtime.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Walks folders without ever following a symbolic link. */
final class FolderTree {

    private FolderTree() {}

    /**
     * A digest of every name, inode, size and time of change below the folder. The time of change
     * (ctime) can't be set by a program, so no write goes unseen.
     */
    static String fingerprint(Path folder) throws IOException {
        MessageDigest digest = sha256();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted().forEach(path -> digest.update(line(folder, path)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] line(Path folder, Path path) {
        try {
            var attributes =
                    Files.readAttributes(
                            path, "unix:ino,size,ctime,mode", LinkOption.NOFOLLOW_LINKS);
            return (folder.relativize(path) + "\0" + new java.util.TreeMap<>(attributes) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            // A file that goes while we look: its folder's time of change tells.
            return new byte[] {0};
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
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
