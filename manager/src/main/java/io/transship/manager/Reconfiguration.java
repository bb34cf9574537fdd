package io.transship.manager;

import io.transship.manager.config.ManagerConfig;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.forecast.LoadForecasts;
import io.transship.manager.measurement.AggregateCollector;
import io.transship.manager.measurement.BandwidthCollector;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.measurement.MeasurementSettings;
import io.transship.manager.service.LiveConfig;
import java.util.Set;
import java.util.function.BiConsumer;

/** Hands changed values to the parts that use them, while they work. */
final class Reconfiguration implements BiConsumer<ManagerConfig, LiveConfig.Change> {

    private static final Set<String> OF_DETECTION =
            Set.of(
                    "detector",
                    "aggregateThreshold",
                    "aggregateDifferenceThreshold",
                    "aggregateDefaultFrequency",
                    "aggregateCustomizeFrequency",
                    "customizedMonitorTime",
                    "growthTolerance",
                    "growthWindow",
                    "utilisation");

    private static final Set<String> OF_THE_LOOP =
            Set.of("mode", "checkingFrequency", "bandwidthDefaultFrequency");

    private final DecisionLoop loop;
    private final PolicyShelf shelf;
    private final MigrationRunner runner;
    private final Measurement measurement;
    private final long seed;

    /** The parts that measure. */
    record Measurement(
            AggregateCollector aggregates,
            BandwidthCollector loads,
            LoadBoard board,
            LoadForecasts forecasts) {

        void use(MeasurementSettings periods) {
            board.use(periods);
            aggregates.use(periods);
            loads.use(periods);
            forecasts.use(periods.bandwidthDefaultFrequency());
        }
    }

    Reconfiguration(
            DecisionLoop loop,
            PolicyShelf shelf,
            MigrationRunner runner,
            Measurement measurement,
            long seed) {
        this.loop = loop;
        this.shelf = shelf;
        this.runner = runner;
        this.measurement = measurement;
        this.seed = seed;
    }

    /** A detector loses its memory when something of it changed, and only then. */
    @Override
    public void accept(ManagerConfig config, LiveConfig.Change change) {
        Translation translation = new Translation(config);
        loop.usePolicy(shelf.change(config));
        if (change.used().stream().anyMatch(OF_DETECTION::contains)) {
            loop.useDetector(translation.detector());
        }
        if (change.used().contains("limits")) {
            runner.useLimits(translation.limits());
        }
        if (change.used().stream().anyMatch(key -> key.matches("(aggregate|bandwidth).*ency"))) {
            measurement.use(translation.measurement());
        }
        if (change.used().stream().anyMatch(OF_THE_LOOP::contains)) {
            loop.useSettings(translation.decision(seed));
        }
    }
}
