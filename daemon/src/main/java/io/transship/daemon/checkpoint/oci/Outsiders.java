package io.transship.daemon.checkpoint.oci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Processes in a container that its own first process knows nothing of: health checks, and what
 * people start by exec. No dump takes them along.
 */
final class Outsiders {

    private Outsiders() {}

    /**
     * Whether there are any in the container's control group: only the first has a parent outside.
     */
    static boolean in(Path group) {
        Set<String> all = new HashSet<>(lines(group.resolve("cgroup.procs")));
        return all.stream().filter(each -> !all.contains(parent(each))).count() > 1;
    }

    /** "42 (a name) S 17 …"; the name may hold anything. A process that is gone is nobody's. */
    private static String parent(String process) {
        List<String> stat = lines(Path.of("/proc", process, "stat"));
        if (stat.isEmpty()) {
            return process;
        }
        String text = String.join(" ", stat);
        String[] words = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", 3);
        return words.length < 2 ? process : words[1];
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
