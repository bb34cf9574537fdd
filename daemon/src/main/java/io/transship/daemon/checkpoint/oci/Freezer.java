package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Stops and continues all processes of a container by its control group. CRIU does that by itself,
 * but naps for 100 ms when they are not stopped yet; stopping them first spares that.
 *
 * <p>It has to be the hierarchy that CRIU uses: version 1 of the freezer wherever it is mounted. A
 * process that is stopped in the other one as well can't be dumped.
 */
final class Freezer {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Await await = new Await(Duration.ofNanos(200_000));

    /** Returns when all processes are stopped. */
    void freeze(Group group) {
        if (!freezes(group, DEADLINE)) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "not all processes could be stopped within " + DEADLINE);
        }
    }

    /** Whether all processes are stopped in that time; if not, none is. */
    boolean freezes(Group group, Duration deadline) {
        group.freeze(true);
        boolean frozen = await.until(group::isFrozen, deadline);
        if (!frozen) {
            group.freeze(false);
        }
        return frozen;
    }

    void thaw(long process) {
        group(process).freeze(false);
    }

    /** The group that stops a process and all others of its container. */
    Group group(long process) {
        List<String> memberships = lines(Path.of("/proc/" + process + "/cgroup"));
        List<String> mounts = lines(Path.of("/proc/self/mountinfo"));
        return find(memberships, mounts)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.KERNEL_UNSUPPORTED,
                                        "process " + process + " is in no freezer group"));
    }

    /** The process' group of the freezer, version 1 where there is one. */
    static Optional<Group> find(List<String> memberships, List<String> mounts) {
        return find(memberships, mounts, 1).or(() -> find(memberships, mounts, 2));
    }

    private static Optional<Group> find(
            List<String> memberships, List<String> mounts, int version) {
        Optional<String> path =
                memberships.stream()
                        .map(line -> line.split(":", 3))
                        .filter(words -> words.length == 3)
                        .filter(
                                words ->
                                        version == 1
                                                ? List.of(words[1].split(",", -1))
                                                        .contains("freezer")
                                                : words[0].equals("0"))
                        .map(words -> words[2])
                        .filter(each -> !each.equals("/"))
                        .findFirst();
        return path.flatMap(
                each ->
                        mounts.stream()
                                .flatMap(line -> folder(line, each, version).stream())
                                .map(folder -> new Group(folder, version))
                                .findFirst());
    }

    /** "475 437 0:34 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer". */
    private static Optional<Path> folder(String mount, String path, int version) {
        List<String> words = Arrays.asList(mount.split(" ", -1));
        int dash = words.indexOf("-");
        if (dash < 5 || words.size() < dash + 4) {
            return Optional.empty();
        }
        boolean ours =
                version == 1
                        ? words.get(dash + 1).equals("cgroup")
                                && List.of(words.get(dash + 3).split(",", -1)).contains("freezer")
                        : words.get(dash + 1).equals("cgroup2");
        String root = words.get(3).equals("/") ? "" : words.get(3);
        return ours && path.startsWith(root + "/")
                ? Optional.of(Path.of(words.get(4) + path.substring(root.length())))
                : Optional.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CHECKPOINT_FAILED, file + ": " + e, e);
        }
    }

    /**
     * A control group that can be stopped.
     *
     * @param folder where it is mounted
     * @param version of the hierarchy
     */
    record Group(Path folder, int version) {

        void freeze(boolean frozen) {
            try {
                if (version == 1) {
                    Files.writeString(
                            folder.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
                } else {
                    Files.writeString(folder.resolve("cgroup.freeze"), frozen ? "1" : "0");
                }
            } catch (IOException e) {
                throw new TransshipException(
                        FailureCode.CHECKPOINT_FAILED, folder + " can't be set: " + e, e);
            }
        }

        boolean isFrozen() {
            return version == 1
                    ? lines(folder.resolve("freezer.state")).contains("FROZEN")
                    : lines(folder.resolve("cgroup.events")).contains("frozen 1");
        }
    }
}
