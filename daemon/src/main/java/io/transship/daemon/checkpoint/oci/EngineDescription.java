package io.transship.daemon.checkpoint.oci;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.checkpoint.memory.MemoryMount;
import io.transship.daemon.network.Neighbour;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a source tells a target of the same engine beyond the specification.
 *
 * @param engine the source's engine ("docker")
 * @param criu the source's version of CRIU
 * @param neighbours whom the container knows on its network
 * @param descriptors what its first three descriptors were; runc asks for them before CRIU does for
 *     its images. Empty: only the dump will tell
 * @param memory its small memory file systems, which the dump leaves out
 */
public record EngineDescription(
        String engine,
        String criu,
        List<Neighbour> neighbours,
        List<String> descriptors,
        List<MemoryMount> memory) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_NEIGHBOURS = 1024;
    private static final int MOST_MOUNTS = 32;
    private static final int MOST_DESCRIPTORS = 16;
    private static final int LONGEST_DESCRIPTOR = 4096;

    /** Bounds the lists. */
    public EngineDescription {
        neighbours = neighbours.stream().limit(MOST_NEIGHBOURS).toList();
        descriptors = List.copyOf(descriptors);
        if (descriptors.size() > MOST_DESCRIPTORS
                || descriptors.stream().anyMatch(each -> each.length() > LONGEST_DESCRIPTOR)) {
            throw new IllegalArgumentException("the list of descriptors is too long");
        }
        memory = List.copyOf(memory);
        if (memory.size() > MOST_MOUNTS) {
            throw new IllegalArgumentException("the list of memory file systems is too long");
        }
    }

    /** As {@link #read} takes it. */
    public String write() {
        List<Map<String, String>> known =
                neighbours.stream()
                        .map(each -> Map.of("ip", each.ip().text(), "mac", each.mac().toString()))
                        .toList();
        return JSON.writeValueAsString(
                Map.of(
                        "engine",
                        engine,
                        "criu",
                        criu,
                        "neighbours",
                        known,
                        "descriptors",
                        descriptors,
                        "memory",
                        memory.stream().map(EngineDescription::write).toList()));
    }

    private static Map<String, String> write(MemoryMount mount) {
        return Map.of("path", mount.path(), "options", mount.options(), "archive", mount.archive());
    }

    private static MemoryMount mount(JsonNode node) {
        return new MemoryMount(
                node.path("path").asString(""),
                node.path("options").asString(""),
                node.path("archive").asString(""));
    }

    /** Checks that it comes from the engine that this host has; UNSUPPORTED if not. */
    public static EngineDescription read(String text, String engineHere) {
        EngineDescription description = parse(text);
        if (!description.engine().equals(engineHere)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "the source's engine is %s, the target's is %s"
                            .formatted(description.engine(), engineHere),
                    "Choose a target with the same engine.",
                    null);
        }
        return description;
    }

    /** As runc writes and reads it. */
    String descriptorsFile() {
        return JSON.writeValueAsString(descriptors);
    }

    /** What runc wrote; empty if it is not a list of texts. */
    static List<String> descriptors(String file) {
        try {
            return JSON.readTree(file).valueStream().map(each -> each.asString("")).toList();
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private static EngineDescription parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return new EngineDescription(
                    engine(node.path("engine").asString("")),
                    node.path("criu").asString(""),
                    node.path("neighbours")
                            .valueStream()
                            .map(
                                    each ->
                                            new Neighbour(
                                                    new IpAddress(each.path("ip").asString("")),
                                                    MacAddress.parse(
                                                            each.path("mac").asString(""))))
                            .toList(),
                    node.path("descriptors").valueStream().map(each -> each.asString("")).toList(),
                    node.path("memory").valueStream().map(EngineDescription::mount).toList());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "the source's description of its engine is not usable: " + e.getMessage(),
                    e);
        }
    }

    private static String engine(String word) {
        if (!word.matches("[a-z][a-z-]{0,31}")) {
            throw new IllegalArgumentException("it names no engine");
        }
        return word;
    }
}
