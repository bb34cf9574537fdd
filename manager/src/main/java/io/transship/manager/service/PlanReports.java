package io.transship.manager.service;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.prediction.AutoMode.Verdict;
import io.transship.core.prediction.Cargo;
import io.transship.core.prediction.Forecast;
import io.transship.core.prediction.Prediction;
import io.transship.manager.api.report.PlanReport;
import io.transship.manager.api.report.PlanReport.CargoReport;
import io.transship.manager.api.report.PlanReport.ModeReport;
import io.transship.manager.api.report.PlanReport.PathReport;
import io.transship.manager.api.report.PredictionReport;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.plan.MovePlan;
import io.transship.manager.store.PredictionStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans as the API and the store show them. */
final class PlanReports {

    private PlanReports() {}

    static PlanReport of(MovePlan plan, ManagerConfig.Migration settings, List<String> warnings) {
        return new PlanReport(
                plan.request().container().name(),
                plan.request().source().name(),
                plan.request().target().name(),
                plan.request().mode().word(),
                plan.mode().map(MigrationMode::word).orElse(null),
                settings.safe(),
                millis(settings.maxDowntime()),
                cargo(plan),
                path(plan),
                plan.forecasts().stream().map(each -> mode(each, plan)).toList(),
                warnings);
    }

    private static CargoReport cargo(MovePlan plan) {
        Cargo cargo = plan.cargo().cargo();
        String basis = plan.cargo().dirtyBasis();
        return new CargoReport(
                cargo.memory().bytes(),
                cargo.dirtyPerSecond().map(ByteCount::bytes).orElse(null),
                basis.isEmpty() ? null : basis,
                cargo.layer().bytes(),
                cargo.volumes().bytes(),
                cargo.image().bytes());
    }

    private static PathReport path(MovePlan plan) {
        return new PathReport(
                plan.path().room().map(room -> room.left().bps()).orElse(null),
                plan.path().room().map(room -> room.capacity().bps()).orElse(null),
                plan.bound().bps() == 0 ? null : plan.bound().bps(),
                plan.expected().map(BitRate::bps).orElse(null),
                plan.path().basis());
    }

    private static ModeReport mode(Forecast forecast, MovePlan plan) {
        Verdict verdict =
                plan.verdicts().stream()
                        .filter(each -> each.mode() == forecast.mode())
                        .findFirst()
                        .orElseThrow();
        Optional<Prediction> prediction = forecast.prediction();
        return new ModeReport(
                forecast.mode().word(),
                verdict.chosen(),
                !plan.lacking().containsKey(forecast.mode()),
                prediction.map(each -> millis(each.downtime())).orElse(null),
                prediction.map(each -> millis(each.total())).orElse(null),
                prediction.map(each -> each.bytes().bytes()).orElse(null),
                prediction.map(each -> millis(each.bothNeeded())).orElse(null),
                forecast.basis(),
                verdict.reason());
    }

    /** What is kept with a migration that begins. */
    static PredictionReport kept(MovePlan plan) {
        Optional<Prediction> prediction = plan.prediction();
        return new PredictionReport(
                plan.request().mode().word(),
                plan.verdicts().stream()
                        .filter(Verdict::chosen)
                        .map(Verdict::reason)
                        .findFirst()
                        .orElse(""),
                prediction.map(each -> millis(each.downtime())).orElse(null),
                prediction.map(each -> millis(each.total())).orElse(null),
                prediction.map(each -> each.bytes().bytes()).orElse(null),
                prediction.map(each -> millis(each.bothNeeded())).orElse(null),
                plan.expected().map(BitRate::bps).orElse(null),
                plan.warnings());
    }

    static Map<String, Object> document(PredictionReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asked", report.asked());
        document.put("reason", report.reason());
        put(document, "downtimeMs", report.downtimeMs());
        put(document, "totalMs", report.totalMs());
        put(document, "bytes", report.bytes());
        put(document, "bothNeededMs", report.bothNeededMs());
        put(document, PredictionStore.RATE, report.rateBps());
        document.put("warnings", report.warnings());
        return document;
    }

    static PredictionReport stored(Map<?, ?> document) {
        return new PredictionReport(
                String.valueOf(document.get("asked")),
                String.valueOf(document.get("reason")),
                decimal(document.get("downtimeMs")),
                decimal(document.get("totalMs")),
                whole(document.get("bytes")),
                decimal(document.get("bothNeededMs")),
                whole(document.get(PredictionStore.RATE)),
                document.get("warnings") instanceof List<?> warnings
                        ? warnings.stream().map(String::valueOf).toList()
                        : List.of());
    }

    private static void put(Map<String, Object> document, String key, @Nullable Object value) {
        if (value != null) {
            document.put(key, value);
        }
    }

    private static @Nullable Double decimal(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }

    private static @Nullable Long whole(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : null;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
