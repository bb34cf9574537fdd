package io.transship.manager.forecast;

import io.transship.core.forecast.Choice;
import io.transship.core.forecast.Horizons;
import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.view.PortLoad;
import io.transship.manager.api.report.ForecastReport;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.sdn.AggregateSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns from every load on its way to the store, and forecasts. Bounded: only ports that carry
 * something have a series, at most {@value #MOST_PORTS} of them (about 12 kB each); one that has
 * been idle for an hour makes room. A port without a series is expected to stay as it is.
 * Thread-safe.
 */
public final class LoadForecasts implements SampleSink, ExpectedLoads {

    /** Ports with a series. */
    public static final int MOST_PORTS = 1024;

    /** Steps ahead that decisions look: three periods of the bandwidth collector. */
    public static final int USED = 3;

    private static final BitRate IDLE = new BitRate(50_000);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int FRESH_STEPS = 3;

    private final SampleSink next;
    private final Map<ConnectPoint, PortSeries> series = new ConcurrentHashMap<>();
    private final Set<ConnectPoint> leftOut = ConcurrentHashMap.newKeySet();
    private volatile Duration step;
    private volatile Instant swept = Instant.MIN;

    /**
     * Forecasts that know nothing yet.
     *
     * @param next takes every sample after us
     * @param step the period of the bandwidth collector
     */
    public LoadForecasts(SampleSink next, Duration step) {
        this.next = next;
        this.step = step;
    }

    /** Another period: all is learnt anew. */
    public void use(Duration other) {
        step = other;
        series.clear();
        leftOut.clear();
    }

    @Override
    public void aggregate(
            AggregateSample sample, OptionalLong difference, Optional<String> session) {
        next.aggregate(sample, difference, session);
    }

    @Override
    public void load(PortLoad load, Optional<String> session) {
        next.load(load, session);
        PortSeries known = series.get(load.port());
        if (known != null) {
            known.add(load);
        } else if (!load.busier().isLessThan(IDLE)) {
            begin(load);
        }
    }

    private void begin(PortLoad load) {
        if (series.size() >= MOST_PORTS) {
            sweep(load.at());
        }
        if (series.size() >= MOST_PORTS) {
            leftOut.add(load.port());
            return;
        }
        leftOut.remove(load.port());
        series.putIfAbsent(load.port(), new PortSeries(step, IDLE, load));
    }

    private void sweep(Instant now) {
        if (swept.plus(SWEEP).isAfter(now)) {
            return;
        }
        swept = now;
        leftOut.clear();
        series.values().removeIf(each -> each.busyAt().plus(FORGOTTEN).isBefore(now));
    }

    @Override
    public List<PortLoad> at(Instant now) {
        Instant oldest = now.minus(step.multipliedBy(FRESH_STEPS));
        List<PortLoad> loads = new ArrayList<>();
        series.values().forEach(each -> each.ahead(USED, oldest).ifPresent(loads::add));
        return loads;
    }

    /** For people: the loads in order, the busiest first, at most {@code most} of them. */
    public ForecastReport report(int most) {
        List<PortSeries> all = List.copyOf(series.values());
        List<Choice> choices =
                all.stream()
                        .flatMap(
                                each ->
                                        java.util.stream.Stream.concat(
                                                each.rxChoices().stream(),
                                                each.txChoices().stream()))
                        .toList();
        return new ForecastReport(
                step.toMillis(),
                all.size(),
                leftOut.size(),
                Horizons.USUAL.steps().stream().map(steps -> horizon(steps, choices)).toList(),
                all.stream()
                        .flatMap(each -> loads(each).stream())
                        .sorted(Comparator.comparingLong(ForecastReport.Load::bps).reversed())
                        .limit(most)
                        .toList());
    }

    private static ForecastReport.Horizon horizon(int steps, List<Choice> all) {
        List<Choice> choices = all.stream().filter(each -> each.steps() == steps).toList();
        double weight = choices.stream().mapToDouble(Choice::weight).sum();
        double error = choices.stream().mapToDouble(each -> each.error() * each.weight()).sum();
        double baseline =
                choices.stream().mapToDouble(each -> each.baseline() * each.weight()).sum();
        return new ForecastReport.Horizon(
                steps,
                weight > 0 ? error / weight : 0,
                weight > 0 ? baseline / weight : 0,
                choices.stream().mapToLong(Choice::scored).sum(),
                (int) choices.stream().filter(Choice::isLastValue).count(),
                choices.size());
    }

    private static List<ForecastReport.Load> loads(PortSeries each) {
        PortLoad now = each.last();
        PortLoad then = each.expected(USED);
        return List.of(
                load(now.port(), "rx", now.rx(), then.rx(), each.rxChoices()),
                load(now.port(), "tx", now.tx(), then.tx(), each.txChoices()));
    }

    private static ForecastReport.Load load(
            ConnectPoint port, String direction, BitRate now, BitRate then, List<Choice> choices) {
        Choice used =
                choices.stream().filter(each -> each.steps() == USED).findFirst().orElseThrow();
        return new ForecastReport.Load(
                port.toString(),
                direction,
                now.bps(),
                then.bps(),
                used.model(),
                used.error(),
                used.reason());
    }
}
