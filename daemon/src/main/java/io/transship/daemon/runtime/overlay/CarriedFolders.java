package io.transship.daemon.runtime.overlay;

import io.transship.core.container.Mount;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.runtime.ManagedContainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is mounted in a container and goes where it goes, by the engine's own account. */
public final class CarriedFolders {

    private CarriedFolders() {}

    /**
     * The host's folders by their place in the container.
     *
     * @param page the engine's description of the container
     */
    public static Map<String, Path> of(ManagedContainer container, JsonNode page) {
        Set<String> declared =
                container.spec().options().mounts().stream()
                        .filter(Mount::isCarried)
                        .map(Mount::path)
                        .collect(Collectors.toSet());
        Map<String, Path> mounts = new LinkedHashMap<>();
        page.path("Mounts")
                .valueStream()
                .filter(each -> isVolume(container, each) || declared.contains(place(each)))
                .forEach(each -> mounts.put(place(each), Path.of(each.path("Source").asString())));
        return mounts;
    }

    private static boolean isVolume(ManagedContainer container, JsonNode mount) {
        boolean volume = mount.path("Type").asString("").equals("volume");
        String driver = mount.path("Driver").asString("");
        if (volume && !driver.equals("local")) {
            throw new TransshipException(
                    FailureCode.MOUNT_NOT_MOVABLE,
                    "the volume at %s in '%s' is kept by the driver '%s'"
                            .formatted(place(mount), container.spec().name(), driver),
                    "Use a volume of the driver 'local'.",
                    null);
        }
        return volume;
    }

    private static String place(JsonNode mount) {
        return mount.path("Destination").asString("");
    }
}
