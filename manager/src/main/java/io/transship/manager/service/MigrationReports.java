package io.transship.manager.service;

import io.transship.core.failure.FailureCode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.HostId;
import io.transship.manager.api.report.FailureReport;
import io.transship.manager.api.report.MigrationReport;
import io.transship.manager.api.report.PredictionReport;
import io.transship.manager.api.report.StepReport;
import io.transship.manager.migration.Migration;
import io.transship.manager.migration.MigrationProgress;
import io.transship.manager.migration.MigrationTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Migrations as the API shows them. */
final class MigrationReports {

    private MigrationReports() {}

    /** Of one that is over, or that waits for a silent host. */
    static MigrationReport of(
            Migration migration, Optional<PredictionReport> predicted, Instant ended) {
        return new MigrationReport(
                migration.id(),
                migration.request().container().name(),
                migration.request().source().name(),
                migration.request().target().name(),
                migration.request().mode().word(),
                word(migration.phase()),
                migration.phase().isFinal(),
                migration.serving().map(HostId::name).orElse(null),
                migration.started(),
                ended,
                times(migration.times()),
                bytes(migration),
                frames(migration),
                null,
                null,
                predicted.orElse(null),
                null,
                migration.failure().map(FailureReport::of).orElse(null));
    }

    /** Of one that goes on. */
    static MigrationReport of(
            MigrationProgress progress,
            Optional<MigrationReport> before,
            Optional<PredictionReport> predicted,
            Instant now) {
        return new MigrationReport(
                progress.id(),
                progress.request().container().name(),
                progress.request().source().name(),
                progress.request().target().name(),
                progress.request().mode().word(),
                word(progress.phase()),
                false,
                null,
                before.map(MigrationReport::begun).orElseGet(() -> now.minus(progress.elapsed())),
                null,
                Map.of(),
                Map.of("done", progress.done().bytes(), "total", progress.total().bytes()),
                Map.of(),
                progress.bound().bps() == 0 ? null : progress.bound().bps(),
                progress.detail().isEmpty() ? null : progress.detail(),
                predicted.orElse(null),
                null,
                null);
    }

    /** Of one that an earlier manager has left in the store. */
    static MigrationReport of(Map<String, Object> stored) {
        MigrationPhase phase = MigrationPhase.valueOf(text(stored, "phase").orElseThrow());
        Map<String, Long> bytes = new LinkedHashMap<>();
        number(stored, "movedBytes").ifPresent(moved -> bytes.put("moved", moved.longValue()));
        number(stored, "contentBytes").ifPresent(each -> bytes.put("content", each.longValue()));
        number(stored, "stateBytes").ifPresent(state -> bytes.put("state", state.longValue()));
        Map<String, Double> times = new LinkedHashMap<>();
        numbers(stored, "times").forEach((name, value) -> times.put(name, value.doubleValue()));
        Map<String, Long> frames = new LinkedHashMap<>();
        numbers(stored, "hold").forEach((name, value) -> frames.put(name, value.longValue()));
        frames.remove("durationMs");
        return new MigrationReport(
                text(stored, "id").orElseThrow(),
                text(stored, "container").orElseThrow(),
                text(stored, "source").orElseThrow(),
                text(stored, "target").orElseThrow(),
                text(stored, "mode").orElseThrow(),
                word(phase),
                phase.isFinal(),
                text(stored, "serving").orElse(null),
                text(stored, "startedAt").map(Instant::parse).orElse(null),
                text(stored, "endedAt").map(Instant::parse).orElse(null),
                times,
                bytes,
                frames,
                null,
                null,
                stored.get("prediction") instanceof Map<?, ?> prediction
                        ? PlanReports.stored(prediction)
                        : null,
                null,
                failure(stored).orElse(null));
    }

    /** The journal of one that the store knows. */
    static List<StepReport> steps(Map<String, Object> stored) {
        List<StepReport> steps = new ArrayList<>();
        List<?> entries = stored.get("steps") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < entries.size(); i++) {
            Map<?, ?> entry = (Map<?, ?>) entries.get(i);
            Instant at = Instant.parse(String.valueOf(entry.get("at")));
            Double took =
                    i + 1 < entries.size()
                            ? (double)
                                    Duration.between(
                                                    at,
                                                    Instant.parse(
                                                            String.valueOf(
                                                                    ((Map<?, ?>) entries.get(i + 1))
                                                                            .get("at"))))
                                            .toMillis()
                            : null;
            steps.add(
                    new StepReport(
                            word(String.valueOf(entry.get("phase"))),
                            word(String.valueOf(entry.get("effect"))),
                            at,
                            took));
        }
        return steps;
    }

    private static Optional<FailureReport> failure(Map<String, Object> stored) {
        return stored.get("failure") instanceof Map<?, ?> failure
                ? Optional.of(
                        FailureReport.of(
                                FailureCode.valueOf(String.valueOf(failure.get("code"))),
                                String.valueOf(failure.get("message"))))
                : Optional.empty();
    }

    private static Optional<String> text(Map<String, Object> stored, String key) {
        return Optional.ofNullable(stored.get(key)).map(String::valueOf);
    }

    private static Optional<Number> number(Map<String, Object> stored, String key) {
        return stored.get(key) instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    private static Map<String, Number> numbers(Map<String, Object> stored, String key) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        if (stored.get(key) instanceof Map<?, ?> map) {
            map.forEach(
                    (name, value) -> {
                        if (value instanceof Number number) {
                            numbers.put(String.valueOf(name), number);
                        }
                    });
        }
        return numbers;
    }

    static String word(MigrationPhase phase) {
        return word(phase.name());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, Double> times(MigrationTimes times) {
        Map<String, Double> millis = new LinkedHashMap<>();
        put(millis, "prepareMs", times.prepare());
        put(millis, "holdMs", times.hold());
        put(millis, "dumpMs", times.dump());
        put(millis, "transferMs", times.transfer());
        put(millis, "restoreMs", times.restore());
        put(millis, "releaseMs", times.release());
        put(millis, "downtimeMs", times.downtime());
        put(millis, "totalMs", times.total());
        return millis;
    }

    static Map<String, Long> bytes(Migration migration) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put("moved", migration.moved().bytes());
        bytes.put("content", migration.content().bytes());
        bytes.put("state", migration.state().bytes());
        return bytes;
    }

    static Map<String, Long> frames(Migration migration) {
        Map<String, Long> frames = new LinkedHashMap<>();
        migration
                .hold()
                .ifPresent(
                        hold -> {
                            frames.put("held", (long) hold.held());
                            frames.put("replayed", (long) hold.replayed());
                            frames.put("late", (long) hold.late());
                            frames.put("dropped", (long) hold.dropped());
                        });
        return frames;
    }

    private static void put(Map<String, Double> millis, String name, Duration time) {
        millis.put(name, time.toNanos() / 1e6);
    }
}
