package io.transship.daemon.checkpoint.oci;

import io.transship.daemon.runtime.ManagedContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that a container's processes have mapped, shared and to write to. Such a write may not show
 * in the file's times. Thread-safe.
 */
public final class SharedMappings implements Function<ManagedContainer, Set<Long>> {

    /** By engine id: the control group that lists the processes. */
    private final Map<String, Path> groups = new ConcurrentHashMap<>();

    @Override
    public Set<Long> apply(ManagedContainer container) {
        String id = container.engineId();
        Path group =
                groups.computeIfAbsent(
                        id,
                        _ ->
                                ContainerProcesses.any(id)
                                        .map(pid -> new Freezer().group(pid).folder())
                                        .orElse(Path.of("/")));
        groups.keySet().removeIf(each -> !each.equals(id) && !Files.exists(groups.get(each)));
        return processes(group)
                .flatMap(pid -> lines(Path.of("/proc", pid, "maps")).stream())
                .flatMap(SharedMappings::inode)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> processes(Path group) {
        return lines(group.resolve("cgroup.procs")).stream();
    }

    /** "7f2c-7f2d rw-s 00000000 00:2f 1234 /path". */
    static Stream<Long> inode(String line) {
        String[] words = line.split(" +", 6);
        boolean counts = words.length >= 5 && words[1].startsWith("w", 1) && words[1].endsWith("s");
        return counts && !words[4].equals("0")
                ? Stream.of(Long.parseLong(words[4]))
                : Stream.empty();
    }

    /** None if the process is gone. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
