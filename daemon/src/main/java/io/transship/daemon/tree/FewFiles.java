package io.transship.daemon.tree;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A look at a tree that turns out to be small. Nothing is followed out of it. */
final class FewFiles {

    /** The most entries that are looked at; find(1) has begun by then. */
    static final int LIMIT = 100;

    private static final String ATTRIBUTES =
            "unix:mode,ino,uid,gid,rdev,size,ctime,lastModifiedTime";

    private static final int PERMISSIONS = 07777;

    private final Path root;
    private final List<TreeEntry> found = new ArrayList<>();

    FewFiles(Path root) {
        this.root = root;
    }

    /** Every entry; empty if there are many, or any that this way can't tell. */
    Optional<List<TreeEntry>> look() {
        try {
            return walk(root, "") ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean walk(Path file, String path) throws IOException {
        TreeEntry entry = entry(file, path);
        found.add(entry);
        if (found.size() > LIMIT) {
            return false;
        }
        return entry.type() != 'd' || walkFolder(file, path);
    }

    private boolean walkFolder(Path folder, String path) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                // Other names may have lost bytes on their way into a text.
                if (!name.chars().allMatch(c -> c < 0x80)
                        || !walkUnlessGone(child, path.isEmpty() ? name : path + "/" + name)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean walkUnlessGone(Path file, String path) throws IOException {
        try {
            return walk(file, path);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return true;
        }
    }

    private static TreeEntry entry(Path file, String path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(found, "mode");
        return new TreeEntry(
                path,
                type(mode, number(found, "rdev")),
                number(found, "ino"),
                number(found, "size"),
                number(found, "ctime"),
                "%s %d %d %d"
                        .formatted(
                                Integer.toOctalString(mode & PERMISSIONS),
                                number(found, "uid"),
                                number(found, "gid"),
                                number(found, "lastModifiedTime")));
    }

    /** A time in ns since 1970. */
    private static long number(Map<String, Object> attributes, String name) {
        Object value = requireNonNull(attributes.get(name), name);
        return value instanceof FileTime time
                ? time.to(TimeUnit.NANOSECONDS)
                : ((Number) value).longValue();
    }

    private static char type(int mode, long device) {
        return switch (mode >> 12) {
            case 8 -> 'f';
            case 4 -> 'd';
            case 10 -> 'l';
            case 1 -> 'p';
            case 12 -> 's';
            case 6 -> 'b';
            case 2 -> device == 0 ? 'w' : 'c';
            default -> '?';
        };
    }
}
