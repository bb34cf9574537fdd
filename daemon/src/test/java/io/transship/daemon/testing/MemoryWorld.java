package io.transship.daemon.testing;

import io.transship.core.model.ContainerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches all hosts of a test: two copies of one container must never run. */
public final class MemoryWorld {

    private final Map<ContainerId, List<String>> running = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** Nothing runs. */
    public MemoryWorld() {}

    synchronized void runs(ContainerId container, String host) {
        List<String> hosts = running.computeIfAbsent(container, _ -> new ArrayList<>());
        if (!hosts.contains(host)) {
            hosts.add(host);
        }
        if (hosts.size() > 1) {
            violations.add(container + " runs on " + hosts);
        }
    }

    synchronized void stops(ContainerId container, String host) {
        running.computeIfAbsent(container, _ -> new ArrayList<>()).remove(host);
    }

    /** Where the container runs. */
    public synchronized List<String> hostsOf(ContainerId container) {
        return List.copyOf(running.getOrDefault(container, List.of()));
    }

    /** Each time that two copies ran. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
