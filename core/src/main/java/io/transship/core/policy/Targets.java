package io.transship.core.policy;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hosts of a view, seen from a source: which can take the container, and why the others can't.
 *
 * @param free the free hosts, by name
 * @param refused all others but the source, each with its reason, by name
 */
public record Targets(List<HostId> free, List<Candidate> refused) {

    /** Copies the lists. */
    public Targets {
        free = List.copyOf(free);
        refused = List.copyOf(refused);
    }

    /** Sorts the hosts of {@code view} for a container that runs on {@code source}. */
    public static Targets of(HostId source, NetworkView view) {
        Map<HostId, List<ContainerId>> running = new HashMap<>();
        view.placement()
                .hosts()
                .forEach(
                        (container, on) ->
                                running.computeIfAbsent(on, none -> new ArrayList<>())
                                        .add(container));
        List<HostId> free = new ArrayList<>();
        List<Candidate> refused = new ArrayList<>();
        for (Host host : view.hosts().values()) {
            if (host.id().equals(source)) {
                continue;
            }
            obstacle(host, running.getOrDefault(host.id(), List.of()))
                    .ifPresentOrElse(
                            reason -> refused.add(Candidate.notOffered(host.id(), reason)),
                            () -> free.add(host.id()));
        }
        return new Targets(free, refused);
    }

    private static Optional<String> obstacle(Host host, List<ContainerId> running) {
        if (host.reserved()) {
            return Optional.of("is reserved");
        }
        if (!host.reachable()) {
            return Optional.of("its daemon does not answer");
        }
        if (running.size() >= host.places()) {
            return Optional.of(
                    "runs %s already"
                            .formatted(
                                    running.stream()
                                            .map(ContainerId::name)
                                            .collect(Collectors.joining(", "))));
        }
        return host.barred();
    }
}
