package io.transship.daemon.runtime.podman;

import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What Podman shows. */
public final class PodmanInspection implements EngineInspection {

    private final EngineClient podman;

    /** Asks that service. */
    public PodmanInspection(EngineClient podman) {
        this.podman = podman;
    }

    @Override
    public EngineFacts engine() {
        JsonNode info = podman.get("/info");
        JsonNode runtime = info.path("host").path("ociRuntime");
        return new EngineFacts(
                "podman",
                info.path("version").path("Version").asString("?"),
                info.path("store").path("graphDriverName").asString("?"),
                Path.of(info.path("store").path("graphRoot").asString("/var/lib/containers")),
                // A service works with one; it says its name and path.
                Map.of(
                        runtime.path("name").asString("?"),
                        Path.of(runtime.path("path").asString("/"))));
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        return podman.find("/containers/" + name + "/json").map(PodmanInspection::facts);
    }

    private static ContainerFacts facts(JsonNode page) {
        JsonNode host = page.path("HostConfig");
        return new ContainerFacts(
                page.path("Id").asString(""),
                page.path("State").path("Running").asBoolean(false),
                page.path("Config").path("Tty").asBoolean(false),
                host.path("Devices")
                        .valueStream()
                        .map(each -> each.path("PathOnHost").asString("?"))
                        .toList(),
                hostNamespaces(host));
    }

    private static List<String> hostNamespaces(JsonNode host) {
        return Stream.of("Pid", "Ipc", "UTS")
                .filter(kind -> host.path(kind + "Mode").asString("").equals("host"))
                .map(kind -> kind.toLowerCase(Locale.ROOT))
                .toList();
    }
}
