package io.transship.daemon.preflight.dump;

import io.transship.daemon.preflight.container.ContainerProcess;
import io.transship.daemon.preflight.container.Descriptor;
import io.transship.daemon.preflight.container.Mapping;
import io.transship.daemon.preflight.container.Mount;
import io.transship.daemon.preflight.container.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Open files that are none, and deleted files that can't be carried. */
final class FileJudge implements Judge {

    /** CRIU's ghost limit: it carries deleted files up to this size in its images. */
    private static final long GHOST_BYTES = 1L << 20;

    private static final Pattern ANONYMOUS = Pattern.compile("anon_inode:\\[?([^\\]]+)\\]?");

    /** What CRIU dumps (its criu/files.c). */
    private static final Set<String> DUMPABLE =
            Set.of(
                    "eventfd",
                    "eventpoll",
                    "inotify",
                    "fanotify",
                    "signalfd",
                    "timerfd",
                    "pidfd",
                    "bpf-map");

    private static final Set<String> OWN = Set.of("overlay", "tmpfs", "mqueue", "hugetlbfs");

    @Override
    public String subject() {
        return "files";
    }

    @Override
    public String mend() {
        return "Have the program close it; io_uring and the like can often be switched off in its"
                + " configuration.";
    }

    @Override
    public List<String> objections(Snapshot container) {
        List<String> objections = new ArrayList<>();
        for (ContainerProcess process : container.processes()) {
            for (Descriptor each : process.descriptors()) {
                Matcher anonymous = ANONYMOUS.matcher(each.target());
                if (anonymous.matches() && !DUMPABLE.contains(anonymous.group(1))) {
                    objections.add(
                            "%s, an object of kind %s."
                                    .formatted(process.words(each), anonymous.group(1)));
                }
                if (isLost(each)) {
                    objections.add(
                            "%s, the deleted file %s of %d bytes; 1 MiB is the most."
                                    .formatted(process.words(each), each.path(), each.bytes()));
                }
            }
            foreign(process, container.mounts(), objections);
        }
        return objections;
    }

    /** Files on memory that never had a name are dumped as memory. */
    private static boolean isLost(Descriptor descriptor) {
        return descriptor.kind() == Descriptor.Kind.REGULAR
                && descriptor.isDeleted()
                && !descriptor.path().startsWith("/memfd:")
                && descriptor.links() == 0
                && descriptor.bytes() > GHOST_BYTES;
    }

    private static void foreign(
            ContainerProcess process, List<Mount> mounts, List<String> objections) {
        process.mappings().stream()
                .map(Mapping::target)
                .filter(each -> each.startsWith("/") && each.endsWith(" (deleted)"))
                .distinct()
                .forEach(
                        file ->
                                deepest(file, mounts)
                                        .filter(mount -> !OWN.contains(mount.type()))
                                        .ifPresent(
                                                mount ->
                                                        objections.add(
                                                                "%s has mapped %s of the mount %s."
                                                                        .formatted(
                                                                                process.words(),
                                                                                file,
                                                                                mount.point()))));
    }

    private static Optional<Mount> deepest(String file, List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> (file + "/").startsWith(mount.point().replaceAll("/?$", "/")))
                .max(Comparator.comparingInt(mount -> mount.point().length()));
    }
}
