package io.transship.daemon.runtime.podman;

import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineNames;
import io.transship.daemon.runtime.http.EngineVolumes;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Podman shows. It does not show itself while a container is being started, so what does not
 * change while the service runs is asked once.
 */
public final class PodmanInspection implements EngineInspection {

    private final EngineClient podman;
    private final EngineNames names;
    private final AtomicReference<@Nullable EngineFacts> known = new AtomicReference<>();

    /** Asks that service. */
    public PodmanInspection(EngineClient podman) {
        this.podman = podman;
        this.names = new EngineNames(podman);
    }

    @Override
    public EngineFacts engine() {
        String version = podman.get("/version").path("Version").asString("?");
        EngineFacts before = known.get();
        if (before != null && before.version().equals(version)) {
            return before;
        }
        EngineFacts facts = ask();
        known.set(facts);
        return facts;
    }

    private EngineFacts ask() {
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
                        Path.of(runtime.path("path").asString("/"))),
                false);
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        return names.page(name).map(PodmanInspection::facts);
    }

    @Override
    public Optional<Path> volume(String name) {
        return new EngineVolumes(podman, "/json").folder(name);
    }

    @Override
    public Optional<NetworkFacts> network(String name) {
        return podman.find("/networks/" + name + "/json")
                .filter(page -> page.path("name").asString("").equals(name))
                .map(
                        page ->
                                new NetworkFacts(
                                        page.path("driver").asString("?"),
                                        page.path("network_interface").asString(""),
                                        page.path("subnets")
                                                .valueStream()
                                                .map(each -> each.path("subnet").asString(""))
                                                .toList()));
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
