package io.transship.daemon.runtime.podman;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.HealthCheck;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** A container's options in libpod's words (SpecGenerator). */
final class PodmanOptions {

    private static final long PERIOD_MICROS = 100_000;
    private static final long NANOS_IN_MICRO = 1_000;
    private static final Duration USUAL_PERIOD = Duration.ofSeconds(30);
    private static final int USUAL_RETRIES = 3;
    private static final Collector<CharSequence, ?, String> DISTINCT =
            Collectors.collectingAndThen(
                    Collectors.toCollection(TreeSet::new), all -> String.join(",", all));
    private static final BigInteger UNLIMITED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final ContainerOptions options;
    private final Map<String, Object> body = new LinkedHashMap<>();

    private PodmanOptions(ContainerOptions options) {
        this.options = options;
    }

    /** The fields of the options that are not the engine's usual ones. */
    static Map<String, Object> of(ContainerOptions options) {
        PodmanOptions words = new PodmanOptions(options);
        words.program();
        words.isolation();
        words.mounts();
        words.rest();
        return words.body;
    }

    private void program() {
        Program program = options.program();
        put("entrypoint", program.entryPoint());
        put("work_dir", program.workingDirectory());
        put("user", program.user());
        put("groups", program.groups());
        put("hostname", program.hostname());
    }

    private void isolation() {
        Isolation isolation = options.isolation();
        put("cap_add", isolation.capabilitiesAdded());
        put("cap_drop", isolation.capabilitiesDropped());
        body.put("read_only_filesystem", isolation.readOnlyRoot());
    }

    private void mounts() {
        List<Map<String, Object>> volumes = new ArrayList<>();
        List<Map<String, Object>> mounts = new ArrayList<>();
        for (Mount mount : options.mounts()) {
            switch (mount.kind()) {
                case VOLUME -> volumes.add(volume(mount));
                case BIND -> mounts.add(mount(mount, mount.source(), List.of("rbind")));
                case TMPFS -> mounts.add(mount(mount, "tmpfs", size(mount.size())));
            }
        }
        put("volumes", volumes);
        put("mounts", mounts);
    }

    private static Map<String, Object> volume(Mount mount) {
        return Map.of(
                "Name", mount.source(), "Dest", mount.path(), "Options", List.of(access(mount)));
    }

    private static Map<String, Object> mount(Mount mount, String source, List<String> further) {
        List<String> words = new ArrayList<>(further);
        words.add(access(mount));
        return Map.of(
                "destination",
                mount.path(),
                "type",
                mount.kind().word(),
                "source",
                source,
                "options",
                words);
    }

    private static String access(Mount mount) {
        return mount.readOnly() ? "ro" : "rw";
    }

    private static List<String> size(ByteCount size) {
        return size.bytes() > 0 ? List.of("size=" + size.bytes()) : List.of();
    }

    private void rest() {
        if (options.limits().sharedMemory().bytes() > 0) {
            body.put("shm_size", options.limits().sharedMemory().bytes());
        }
        put(
                "r_limits",
                options.limits().ulimits().stream().map(PodmanOptions::processLimit).toList());
        // Everybody reaches the container at its own address: its ports are information only.
        body.put(
                "expose",
                options.ports().stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> String.valueOf(each.containerPort()),
                                        Collectors.mapping(PortBinding::protocol, DISTINCT))));
        options.health().ifPresent(each -> body.put("healthconfig", health(each)));
        if (!options.log().equals(LogHandling.USUAL)) {
            body.put(
                    "log_configuration",
                    Map.of("driver", options.log().driver(), "options", options.log().options()));
        }
    }

    private static Map<String, Object> processLimit(Ulimit limit) {
        return Map.of(
                "type", limit.name(), "soft", number(limit.soft()), "hard", number(limit.hard()));
    }

    private static BigInteger number(long limit) {
        return limit < 0 ? UNLIMITED : BigInteger.valueOf(limit);
    }

    private static Map<String, Object> health(HealthCheck check) {
        return Map.of(
                "Test", check.test(),
                "Interval", nanos(check.interval()),
                "Timeout", nanos(check.timeout()),
                "StartPeriod", check.startPeriod().toNanos(),
                "Retries", check.retries() == 0 ? USUAL_RETRIES : check.retries());
    }

    /** Podman takes zero for "never". */
    private static long nanos(Duration time) {
        return (time.isZero() ? USUAL_PERIOD : time).toNanos();
    }

    /**
     * What all processes together may take.
     *
     * @param limitsProcesses whether the kernel can limit their number
     */
    static Map<String, Object> resources(ByteCount memory, Limits limits, boolean limitsProcesses) {
        Map<String, Object> resources = new LinkedHashMap<>();
        if (memory.bytes() > 0) {
            resources.put("memory", Map.of("limit", memory.bytes()));
        }
        if (limits.nanoCpus() > 0) {
            long quota = limits.nanoCpus() * PERIOD_MICROS / (NANOS_IN_MICRO * 1_000_000);
            resources.put("cpu", Map.of("period", PERIOD_MICROS, "quota", quota));
        }
        if (limits.pids() > 0) {
            resources.put("pids", Map.of("limit", limits.pids()));
        } else if (!limitsProcesses) {
            resources.put("pids", Map.of("limit", 0));
        }
        return resources;
    }

    private void put(String key, String value) {
        if (!value.isEmpty()) {
            body.put(key, value);
        }
    }

    private void put(String key, List<?> values) {
        if (!values.isEmpty()) {
            body.put(key, values);
        }
    }
}
