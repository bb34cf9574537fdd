package io.transship.manager.plan;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.prediction.AutoMode.Verdict;
import io.transship.core.prediction.Forecast;
import io.transship.core.prediction.Prediction;
import io.transship.manager.daemons.CargoMeter.MeasuredCargo;
import io.transship.manager.migration.MigrationRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A move before it is made.
 *
 * @param request as it was asked for, {@code auto} included
 * @param engine of the source
 * @param cargo what it carries
 * @param path what the network has left for it
 * @param bound the most that it may send, payload; zero: no bound
 * @param expected what it will send, payload, if anything is known
 * @param forecasts of every mode
 * @param lacking modes that a side does not offer, with the reason
 * @param verdicts what became of each mode
 * @param mode in which it would be made; empty if that is not offered
 * @param warnings what whoever orders it should know
 */
public record MovePlan(
        MigrationRequest request,
        String engine,
        MeasuredCargo cargo,
        PathRoom path,
        BitRate bound,
        Optional<BitRate> expected,
        List<Forecast> forecasts,
        Map<MigrationMode, String> lacking,
        List<Verdict> verdicts,
        Optional<MigrationMode> mode,
        List<String> warnings) {

    /** What is predicted for the mode in which it would be made. */
    public Optional<Prediction> prediction() {
        return forecasts.stream()
                .filter(each -> mode.isPresent() && each.mode() == mode.get())
                .findFirst()
                .flatMap(Forecast::prediction);
    }
}
