package io.transship.manager.config;

import io.transship.core.detection.UtilisationDetector;
import io.transship.core.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a valid configuration says that can hardly be meant, a sentence each with its mend. */
public final class ConfigRemarks {

    private ConfigRemarks() {}

    /** All remarks on it. */
    public static List<String> on(ManagerConfig config) {
        List<String> remarks = new ArrayList<>();
        if (config.detector().equals(UtilisationDetector.NAME)) {
            List<String> unknown = hostsWithoutCapacity(config);
            if (!unknown.isEmpty()) {
                remarks.add(
                        "the detector utilisation never finds a container on "
                                + String.join(", ", unknown)
                                + ": the capacity of its link is not known; add it under 'links',"
                                + " or take 'detector: thesis'");
            }
        }
        return remarks;
    }

    private static List<String> hostsWithoutCapacity(ManagerConfig config) {
        Set<String> known =
                config.links().stream()
                        .flatMap(link -> link.between().stream())
                        .collect(Collectors.toSet());
        return config.hosts().stream()
                .filter(host -> !host.reserved())
                .map(HostConfig::name)
                .map(HostId::name)
                .filter(name -> !known.contains(name))
                .toList();
    }
}
