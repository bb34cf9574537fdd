package io.transship.daemon.checkpoint.memory;

import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.tree.FolderTree;
import io.transship.daemon.tree.SmallTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory file systems of a container that runs, as they were when it was looked at. What the
 * container was given for its own data ({@code /dev/shm}, {@code --tmpfs}) is not among them, since
 * it changes: that is CRIU's, unless there is nothing in its shared memory. Immutable.
 */
public final class MemoryMounts {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryMounts.class);

    private static final Set<String> ENGINES_OWN = Set.of("/dev", "/sys/fs/cgroup");
    private static final String SHARED_MEMORY = "/dev/shm";
    private static final List<String> MASKS = List.of("/proc/", "/sys/");

    /** The first user of the container is the machine's. */
    private static final String NO_USER_NAMESPACE = "0 0 4294967295";

    private final Path root;
    private final List<MemoryMount> mounts;
    private final Map<Path, Map<String, Object>> state;

    private MemoryMounts(
            Path root, List<MemoryMount> mounts, Map<Path, Map<String, Object>> state) {
        this.root = root;
        this.mounts = List.copyOf(mounts);
        this.state = Map.copyOf(state);
    }

    /**
     * Looks at the container of a process; finds nothing where anything is out of the ordinary.
     *
     * @param sharesMemory whether its shared memory is the host's, and so none of its own
     */
    public static MemoryMounts of(CommandRunner commands, long process, boolean sharesMemory) {
        Path proc = Path.of("/proc/" + process);
        Path root = proc.resolve("root");
        List<MemoryMount> found = new ArrayList<>();
        Map<Path, Map<String, Object>> state = new HashMap<>();
        try {
            String users = Files.readString(proc.resolve("uid_map")).strip();
            if (!users.replaceAll("\\s+", " ").equals(NO_USER_NAMESPACE)) {
                return new MemoryMounts(root, List.of(), Map.of());
            }
            for (MountLine each : MountLine.read(Files.readAllLines(proc.resolve("mountinfo")))) {
                Path here = root.resolve(each.path().substring(1));
                if (isOrdinary(each) && (isEngines(each) || isUnused(each, here, sharesMemory))) {
                    // Before it is packed: what changes later differs.
                    Map<Path, Map<String, Object>> before = stateOf(here);
                    Optional<byte[]> archive = new SmallTree(commands).pack(here);
                    archive.ifPresent(
                            bytes -> {
                                state.putAll(before);
                                found.add(MemoryMount.of(each, bytes));
                            });
                }
            }
        } catch (IOException e) {
            LOG.info("CRIU packs the container's memory file systems: {}", e.toString());
            return new MemoryMounts(root, List.of(), Map.of());
        }
        return new MemoryMounts(root, found, state);
    }

    private static boolean isOrdinary(MountLine mount) {
        return mount.isPrivateTmpfs() && MemoryMount.isOrdinary(mount.path(), mount.options());
    }

    private static boolean isEngines(MountLine mount) {
        return ENGINES_OWN.contains(mount.path())
                || MASKS.stream().anyMatch(mount.path()::startsWith);
    }

    private static boolean isUnused(MountLine mount, Path here, boolean sharesMemory)
            throws IOException {
        return mount.path().equals(SHARED_MEMORY) && !sharesMemory && FolderTree.isEmpty(here);
    }

    /** What the target needs to know. */
    public List<MemoryMount> list() {
        return mounts;
    }

    /**
     * CRIU's settings for a dump that leaves them out.
     *
     * @return empty if there is nothing to leave out
     */
    public String dumpSettings() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < mounts.size(); i++) {
            lines.append("external mnt[%s]:%s%n".formatted(mounts.get(i).path(), key(i)));
        }
        return lines.toString();
    }

    /** The name under which a dump refers to the n-th. */
    static String key(int n) {
        return "transship-memory-" + n;
    }

    /** Whether they are still as they were described; the container must stand still. */
    public boolean areUnchanged() {
        Map<Path, Map<String, Object>> now = new HashMap<>();
        try {
            for (MemoryMount each : mounts) {
                now.putAll(stateOf(root.resolve(each.path().substring(1))));
            }
        } catch (IOException e) {
            return false;
        }
        return now.equals(state);
    }

    /** Each path of the file system itself, not of what is mounted in it. */
    private static Map<Path, Map<String, Object>> stateOf(Path mount) throws IOException {
        Map<Path, Map<String, Object>> found = new HashMap<>();
        Object device = Files.getAttribute(mount, "unix:dev");
        Files.walkFileTree(
                mount,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        return note(folder)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        note(file);
                        return FileVisitResult.CONTINUE;
                    }

                    private boolean note(Path path) throws IOException {
                        Map<String, Object> attributes =
                                Files.readAttributes(
                                        path, "unix:dev,ino,ctime", LinkOption.NOFOLLOW_LINKS);
                        if (!device.equals(attributes.get("dev"))) {
                            return false;
                        }
                        found.put(path, Map.copyOf(attributes));
                        return true;
                    }
                });
        return found;
    }
}
