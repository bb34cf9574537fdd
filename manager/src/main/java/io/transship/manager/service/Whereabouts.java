package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.settings.Suggestion;
import java.util.Set;
import java.util.stream.Collectors;

/** Containers and hosts that people name, found or refused with a hint. */
final class Whereabouts {

    private Whereabouts() {}

    /** Where the container is; CONTAINER_UNKNOWN if it is nowhere. */
    static HostId of(ContainerId container, Fleet fleet) {
        return fleet.find(container)
                .map(DeployedContainer::host)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.CONTAINER_UNKNOWN,
                                        "there is no container '"
                                                + container
                                                + "'"
                                                + hint(container, fleet)));
    }

    private static String hint(ContainerId container, Fleet fleet) {
        Set<String> names =
                fleet.containers().stream()
                        .map(each -> each.order().name().name())
                        .collect(Collectors.toSet());
        return names.isEmpty() ? "." : hint(container.name(), names);
    }

    /** The end of a sentence about a name that is none of these. */
    static String hint(String wrong, Set<String> names) {
        String hint = Suggestion.hint(wrong, names);
        return hint.endsWith("?") ? hint : hint + ".";
    }

    /** HOST_UNKNOWN if the configuration has no such host. */
    static void demandHost(ManagerConfig config, HostId host) {
        Set<String> names =
                config.hosts().stream().map(each -> each.name().name()).collect(Collectors.toSet());
        if (!names.contains(host.name())) {
            throw new TransshipException(
                    FailureCode.HOST_UNKNOWN,
                    "there is no host '" + host + "'" + hint(host.name(), names));
        }
    }
}
