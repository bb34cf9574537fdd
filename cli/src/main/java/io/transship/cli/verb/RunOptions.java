package io.transship.cli.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code transship run} that docker's users know. The manager checks them. */
final class RunOptions {

    @Option(
            names = {"--volume", "-v"},
            paramLabel = "SOURCE:PATH[:ro,movable]",
            description = "A volume, or a folder of the host if SOURCE begins with a slash.")
    private List<String> volumes = List.of();

    @Option(
            names = "--mount",
            paramLabel = "type=KIND,…",
            description = "volume, bind or tmpfs; source=, target=, readonly, movable.")
    private List<String> mounts = List.of();

    @Option(
            names = "--tmpfs",
            paramLabel = "PATH",
            description = "A file system in memory; its content moves.")
    private List<String> memoryFolders = List.of();

    @Option(
            names = {"--publish", "-p"},
            paramLabel = "HOST:CONTAINER[/udp]",
            description = "With --network host: a port of the service address, 80:80.")
    private List<String> ports = List.of();

    @Option(names = "--entrypoint", paramLabel = "PROGRAM", description = "Not the image's.")
    private @Nullable String entryPoint;

    @Option(
            names = {"--workdir", "-w"},
            paramLabel = "PATH",
            description = "Where it begins.")
    private @Nullable String workingDirectory;

    @Option(
            names = {"--user", "-u"},
            paramLabel = "USER[:GROUP]",
            description = "Who it is.")
    private @Nullable String user;

    @Option(names = "--group-add", paramLabel = "GROUP", description = "May be repeated.")
    private List<String> groups = List.of();

    @Option(names = "--hostname", paramLabel = "NAME", description = "As it sees its own name.")
    private @Nullable String hostname;

    @Option(names = "--cap-add", paramLabel = "NAME", description = "A kernel capability more.")
    private List<String> capabilitiesAdded = List.of();

    @Option(names = "--cap-drop", paramLabel = "NAME", description = "One less; or ALL.")
    private List<String> capabilitiesDropped = List.of();

    @Option(names = "--read-only", description = "Its root file system can't be written.")
    private boolean readOnlyRoot;

    @Option(names = "--cpus", paramLabel = "NUMBER", description = "Such as 1.5.")
    private @Nullable String cpus;

    @Option(names = "--pids-limit", paramLabel = "NUMBER", description = "Processes at most.")
    private @Nullable Long pids;

    @Option(names = "--shm-size", paramLabel = "AMOUNT", description = "Of /dev/shm.")
    private @Nullable String sharedMemory;

    @Option(
            names = "--ulimit",
            paramLabel = "NAME=SOFT[:HARD]",
            description = "Such as nofile=1024.")
    private List<String> ulimits = List.of();

    @Option(names = "--health-cmd", paramLabel = "LINE", description = "Shows that it is well.")
    private @Nullable String healthCommand;

    @Option(names = "--no-healthcheck", description = "Not even the image's.")
    private boolean noHealthCheck;

    @Option(names = "--health-interval", paramLabel = "TIME", description = "Such as 30s.")
    private @Nullable String healthInterval;

    @Option(names = "--health-timeout", paramLabel = "TIME", description = "Such as 5s.")
    private @Nullable String healthTimeout;

    @Option(names = "--health-start-period", paramLabel = "TIME", description = "Such as 1m.")
    private @Nullable String healthStartPeriod;

    @Option(names = "--health-retries", paramLabel = "NUMBER", description = "Until it is unwell.")
    private @Nullable Integer healthRetries;

    @Option(names = "--log-driver", paramLabel = "NAME", description = "The engine's.")
    private @Nullable String logDriver;

    @Option(names = "--log-opt", paramLabel = "NAME=VALUE", description = "May be repeated.")
    private Map<String, String> logOptions = Map.of();

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "host, or a user-defined bridge of the engine.")
    private @Nullable String network;

    /** What was given, under the API's names. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        RunVerb.putIfGiven(fields, "entryPoint", entryPoint == null ? null : List.of(entryPoint));
        RunVerb.putIfGiven(fields, "workingDirectory", workingDirectory);
        RunVerb.putIfGiven(fields, "user", user);
        RunVerb.putIfGiven(fields, "hostname", hostname);
        RunVerb.putIfGiven(fields, "cpus", cpus);
        RunVerb.putIfGiven(fields, "pids", pids);
        RunVerb.putIfGiven(fields, "sharedMemory", sharedMemory);
        RunVerb.putIfGiven(fields, "logDriver", logDriver);
        RunVerb.putIfGiven(fields, "network", network);
        fields.put("groups", groups);
        fields.put("capabilitiesAdded", capabilitiesAdded);
        fields.put("capabilitiesDropped", capabilitiesDropped);
        fields.put("readOnlyRoot", readOnlyRoot);
        fields.put("ulimits", ulimits);
        fields.put("mounts", allMounts());
        fields.put("ports", ports);
        fields.put("logOptions", logOptions);
        if (noHealthCheck || healthCommand != null) {
            fields.put("health", health());
        }
        return fields;
    }

    private List<String> allMounts() {
        List<String> all = new ArrayList<>(volumes);
        all.addAll(mounts);
        memoryFolders.forEach(path -> all.add("type=tmpfs,target=" + path));
        return all;
    }

    private Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put(
                "test",
                noHealthCheck || healthCommand == null
                        ? List.of("NONE")
                        : List.of("CMD-SHELL", healthCommand));
        RunVerb.putIfGiven(health, "interval", healthInterval);
        RunVerb.putIfGiven(health, "timeout", healthTimeout);
        RunVerb.putIfGiven(health, "startPeriod", healthStartPeriod);
        RunVerb.putIfGiven(health, "retries", healthRetries);
        return health;
    }
}
