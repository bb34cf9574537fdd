package io.transship.daemon.checkpoint.docker;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stops and continues all processes of a control group (version 2). CRIU does that by itself, but
 * naps for 100 ms when they are not stopped yet; stopping them first spares that.
 *
 * <p>Where the container has no such group (version 1 of the freezer) nothing is done, and CRIU's
 * own way costs its 100 ms: a group that is stopped there can't be dumped.
 */
final class Freezer {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Await await = new Await(Duration.ofNanos(200_000));

    /** Returns when all processes are stopped. */
    void freeze(long process) {
        group(process)
                .ifPresent(
                        group -> {
                            set(group, "1");
                            if (!await.until(() -> isFrozen(group), DEADLINE)) {
                                set(group, "0");
                                throw new TransshipException(
                                        FailureCode.CHECKPOINT_FAILED,
                                        "not all processes could be stopped within " + DEADLINE);
                            }
                        });
    }

    void thaw(long process) {
        group(process).ifPresent(group -> set(group, "0"));
    }

    private static void set(Path group, String value) {
        try {
            Files.writeString(group.resolve("cgroup.freeze"), value);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED, group + " can't be frozen or thawed: " + e, e);
        }
    }

    private static boolean isFrozen(Path group) {
        return lines(group.resolve("cgroup.events")).contains("frozen 1");
    }

    private static Optional<Path> group(long process) {
        String membership =
                lines(Path.of("/proc/" + process + "/cgroup")).stream()
                        .filter(line -> line.startsWith("0::"))
                        .map(line -> line.substring(3))
                        .findFirst()
                        .orElse("/");
        return lines(Path.of("/proc/self/mountinfo")).stream()
                .flatMap(line -> group(line, membership).stream())
                .findFirst();
    }

    /** "41 31 0:38 /root /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw". */
    static Optional<Path> group(String mount, String membership) {
        String[] words = mount.split(" ", -1);
        int dash = List.of(words).indexOf("-");
        if (dash < 0 || !words[dash + 1].equals("cgroup2") || membership.equals("/")) {
            return Optional.empty();
        }
        String root = words[3].equals("/") ? "" : words[3];
        if (!membership.startsWith(root + "/")) {
            return Optional.empty();
        }
        Path group = Path.of(words[4] + membership.substring(root.length()));
        return Files.exists(group.resolve("cgroup.freeze")) ? Optional.of(group) : Optional.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new TransshipException(FailureCode.CHECKPOINT_FAILED, file + ": " + e, e);
        }
    }
}
