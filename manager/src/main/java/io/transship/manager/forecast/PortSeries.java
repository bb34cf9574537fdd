package io.transship.manager.forecast;

import io.transship.core.forecast.Choice;
import io.transship.core.forecast.Horizons;
import io.transship.core.forecast.SeriesForecast;
import io.transship.core.model.BitRate;
import io.transship.core.view.PortLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The two directions of a port as series of even steps. Samples come a little early or late, two
 * modes of the collector overlap, and some are missing: one in less than half a step is not a step,
 * a short gap is bridged in a straight line, and after a long one all is learnt anew. Thread-safe.
 */
final class PortSeries {

    private static final int LONGEST_GAP = 5;

    private final Duration step;
    private final BitRate idle;
    private SeriesForecast rx = series();
    private SeriesForecast tx = series();
    private PortLoad last;
    private Instant busyAt;

    PortSeries(Duration step, BitRate idle, PortLoad first) {
        this.step = step;
        this.idle = idle;
        this.last = first;
        this.busyAt = first.at();
        rx.add((double) first.rx().bps());
        tx.add((double) first.tx().bps());
    }

    private static SeriesForecast series() {
        return new SeriesForecast(0, Horizons.USUAL);
    }

    synchronized void add(PortLoad load) {
        long nanos = Duration.between(last.at(), load.at()).toNanos();
        long steps = Math.round(nanos / (double) step.toNanos());
        if (steps < 1) {
            return;
        }
        if (steps > LONGEST_GAP) {
            rx = series();
            tx = series();
            steps = 1;
        }
        for (long i = 1; i <= steps; i++) {
            double share = (double) i / steps;
            rx.add(between(last.rx(), load.rx(), share));
            tx.add(between(last.tx(), load.tx(), share));
        }
        last = load;
        if (!load.busier().isLessThan(idle)) {
            busyAt = load.at();
        }
    }

    private static double between(BitRate before, BitRate after, double share) {
        return before.bps() + share * (after.bps() - before.bps());
    }

    synchronized Instant busyAt() {
        return busyAt;
    }

    synchronized PortLoad last() {
        return last;
    }

    /** The load so many steps after the last sample; empty where the last value speaks anyway. */
    synchronized Optional<PortLoad> ahead(int steps, Instant oldest) {
        if (last.at().isBefore(oldest) || (isLastValue(rx, steps) && isLastValue(tx, steps))) {
            return Optional.empty();
        }
        return Optional.of(expected(steps));
    }

    synchronized PortLoad expected(int steps) {
        return new PortLoad(
                last.port(),
                last.at().plus(step.multipliedBy(steps)),
                new BitRate(Math.round(rx.ahead(steps))),
                new BitRate(Math.round(tx.ahead(steps))));
    }

    private static boolean isLastValue(SeriesForecast series, int steps) {
        return series.choices().stream()
                .filter(choice -> choice.steps() == steps)
                .allMatch(Choice::isLastValue);
    }

    synchronized List<Choice> rxChoices() {
        return rx.choices();
    }

    synchronized List<Choice> txChoices() {
        return tx.choices();
    }
}
