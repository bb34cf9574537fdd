package io.transship.daemon.runtime.docker;

import io.transship.daemon.runtime.http.EngineClient;
import io.transship.daemon.runtime.http.EngineNames;
import io.transship.daemon.runtime.http.EngineVolumes;
import io.transship.daemon.runtime.inspection.ContainerFacts;
import io.transship.daemon.runtime.inspection.EngineFacts;
import io.transship.daemon.runtime.inspection.EngineInspection;
import io.transship.daemon.runtime.inspection.NetworkFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What Docker shows. */
public final class DockerInspection implements EngineInspection {

    private final EngineClient docker;
    private final EngineNames names;

    /** Asks that engine. */
    public DockerInspection(EngineClient docker) {
        this.docker = docker;
        this.names = new EngineNames(docker);
    }

    @Override
    public EngineFacts engine() {
        JsonNode info = docker.get("/info");
        Map<String, Path> runtimes = new HashMap<>();
        info.path("Runtimes")
                .propertyStream()
                .forEach(
                        each ->
                                runtimes.put(
                                        each.getKey(),
                                        Path.of(each.getValue().path("path").asString(""))));
        return new EngineFacts(
                "docker",
                info.path("ServerVersion").asString("?"),
                info.path("Driver").asString("?"),
                Path.of(info.path("DockerRootDir").asString("/var/lib/docker")),
                runtimes,
                info.path("ExperimentalBuild").asBoolean(false));
    }

    @Override
    public Optional<ContainerFacts> container(String name) {
        return names.page(name).map(DockerInspection::facts);
    }

    @Override
    public Optional<Path> volume(String name) {
        return new EngineVolumes(docker, "").folder(name);
    }

    @Override
    public Optional<NetworkFacts> network(String name) {
        return docker.find("/networks/" + name)
                .filter(page -> page.path("Name").asString("").equals(name))
                .map(DockerInspection::network);
    }

    private static NetworkFacts network(JsonNode page) {
        String id = page.path("Id").asString("");
        return new NetworkFacts(
                page.path("Driver").asString("?"),
                page.path("Options")
                        .path("com.docker.network.bridge.name")
                        .asString("br-" + id.substring(0, Math.min(12, id.length()))),
                page.path("IPAM")
                        .path("Config")
                        .valueStream()
                        .map(each -> each.path("Subnet").asString(""))
                        .toList());
    }

    private static ContainerFacts facts(JsonNode page) {
        JsonNode host = page.path("HostConfig");
        List<String> devices = new ArrayList<>();
        host.path("Devices")
                .valueStream()
                .map(each -> each.path("PathOnHost").asString("?"))
                .forEach(devices::add);
        host.path("DeviceRequests")
                .valueStream()
                .map(each -> "a request for " + each.path("Capabilities"))
                .forEach(devices::add);
        return new ContainerFacts(
                page.path("Id").asString(""),
                page.path("State").path("Running").asBoolean(false),
                page.path("Config").path("Tty").asBoolean(false),
                devices,
                hostNamespaces(host));
    }

    private static List<String> hostNamespaces(JsonNode host) {
        List<String> shared = new ArrayList<>();
        for (String kind : List.of("Pid", "Ipc", "UTS")) {
            if (host.path(kind + "Mode").asString("").equals("host")) {
                shared.add(kind.toLowerCase(Locale.ROOT));
            }
        }
        return shared;
    }
}
