package io.transship.daemon.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What containers and their moves put into a machine. */
final class Belongings {

    /** iproute2 and Podman's storage make them when they need them, and end them when they like. */
    private static final List<String> PASSING_MOUNTS =
            List.of("/run/netns", "/var/lib/containers/storage/overlay");

    private Belongings() {}

    /** What a move could leave behind on this machine. */
    static String of(String engine) throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("migrations", "pending", "restored", "roots")) {
            found.addAll(names(Path.of("/run/transship", folder)));
        }
        found.addAll(names(Path.of("/run/netns")));
        if (!engine.equals("docker-stock")) {
            // Docker itself removes those that it made and does not use within a minute.
            found.addAll(names(Path.of("/run/docker/netns")));
        }
        found.addAll(names(Path.of("/sys/class/net")));
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ", 6)[4])
                .filter(each -> !PASSING_MOUNTS.contains(each))
                .forEach(found::add);
        ProcessHandle.allProcesses()
                .flatMap(each -> each.info().command().stream())
                .filter(each -> each.matches(".*/(runc|criu|containerd-shim.*|conmon|perl)"))
                .forEach(found::add);
        return String.join(",", found);
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
