package io.transship.manager.service;

import io.transship.manager.api.report.ConfigReport;
import io.transship.manager.config.ManagerConfig;
import io.transship.settings.Setting;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The configuration in force, and what stands in its file beside that. Thread-safe. */
public final class LiveConfig {

    /** Keys that are used as soon as they change; every other one waits for a restart. */
    static final Set<String> LIVE =
            Set.of(
                    "policy",
                    "expression",
                    "policyJars",
                    "policySettings",
                    "policyDeadline",
                    "policyMemory",
                    "detector",
                    "mode",
                    "aggregateThreshold",
                    "aggregateDifferenceThreshold",
                    "aggregateDefaultFrequency",
                    "aggregateCustomizeFrequency",
                    "bandwidthDefaultFrequency",
                    "bandwidthCustomizeFrequency",
                    "customizedMonitorTime",
                    "checkingFrequency",
                    "growthTolerance",
                    "growthWindow",
                    "utilisation",
                    "tieTolerance",
                    "latencyResolution",
                    "limits");

    private final ManagerConfig started;
    private ManagerConfig inForce;
    private List<Setting> settings = List.of();
    private Set<String> waiting = Set.of();
    private Optional<String> problem = Optional.empty();
    private Optional<Instant> problemSince = Optional.empty();

    /**
     * What changed.
     *
     * @param used keys that are in force now
     * @param waiting keys that wait for a restart
     */
    public record Change(Set<String> used, Set<String> waiting) {}

    /** That with which the manager starts. */
    public LiveConfig(ManagerConfig config) {
        this.started = config;
        this.inForce = config;
    }

    /** The configuration in force; its keys that wait for a restart are those of the file. */
    public synchronized ManagerConfig current() {
        return inForce;
    }

    /** Keeps where each value comes from. */
    public synchronized void describe(List<Setting> sources) {
        settings = List.copyOf(sources);
    }

    /** What a valid file changes; it is not taken yet. */
    public synchronized Change compare(ManagerConfig changed) {
        Set<String> used = difference(inForce, changed);
        used.retainAll(LIVE);
        Set<String> rest = difference(started, changed);
        rest.removeAll(LIVE);
        return new Change(used, rest);
    }

    /** Takes a valid file that is in use now. */
    public synchronized void take(ManagerConfig changed, Change change) {
        inForce = changed;
        waiting = change.waiting();
        problem = Optional.empty();
        problemSince = Optional.empty();
    }

    /** Keeps what is wrong with the file; what is in force stays. */
    public synchronized void refuse(String what, Instant at) {
        problem = Optional.of(what);
        problemSince = Optional.of(at);
    }

    /** For people. */
    public synchronized ConfigReport report() {
        return new ConfigReport(
                problem.isEmpty(),
                problem.orElse(null),
                problemSince.orElse(null),
                List.copyOf(new TreeSet<>(waiting)),
                settings.stream()
                        .map(
                                each ->
                                        new ConfigReport.Value(
                                                each.key(), each.value(), each.source()))
                        .toList());
    }

    /** One line for the manager at a glance. */
    public synchronized String summary() {
        List<String> parts = new ArrayList<>();
        problem.ifPresent(
                what ->
                        parts.add(
                                "INVALID since "
                                        + problemSince
                                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
                                                .map(Instant::toString)
                                                .orElse("-")
                                        + ", the one in use stays: "
                                        + what));
        if (!waiting.isEmpty()) {
            parts.add("waits for a restart: " + String.join(", ", new TreeSet<>(waiting)));
        }
        return parts.isEmpty() ? "valid, in use" : String.join("; ", parts);
    }

    private static Set<String> difference(ManagerConfig one, ManagerConfig other) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : ManagerConfig.class.getRecordComponents()) {
            if (!Objects.equals(value(component, one), value(component, other))) {
                keys.add(component.getName());
            }
        }
        return keys;
    }

    private static Object value(RecordComponent component, ManagerConfig config) {
        try {
            return Optional.ofNullable(component.getAccessor().invoke(config));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("reading " + component, e);
        }
    }
}
