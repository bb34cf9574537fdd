package io.transship.manager.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.api.report.ForecastReport;
import io.transship.manager.measurement.SampleSink;
import io.transship.manager.sdn.AggregateSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Loads on their way to the store teach the forecasts; only so many ports, and only busy ones. */
class LoadForecastsTest {

    private static final Instant BEGIN = Instant.parse("2018-05-01T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(4);

    /** Keeps what is passed on. */
    private static final class Kept implements SampleSink {

        private final List<PortLoad> loads = new ArrayList<>();

        @Override
        public void aggregate(
                AggregateSample sample, OptionalLong difference, Optional<String> session) {}

        @Override
        public void load(PortLoad load, Optional<String> session) {
            loads.add(load);
        }
    }

    private final Kept store = new Kept();
    private final LoadForecasts forecasts = new LoadForecasts(store, STEP);

    private static ConnectPoint port(int number) {
        return new ConnectPoint(new DatapathId(1), number);
    }

    private void load(int port, Instant at, double mbps) {
        PortLoad load =
                new PortLoad(port(port), at, BitRate.ofMbps(mbps), BitRate.ofMbps(mbps / 2));
        forecasts.load(load, Optional.empty());
    }

    /** A load that returns to 10 Mbit/s again and again; the moment of its last sample. */
    private Instant returning(int samples) {
        SplittableRandom noise = new SplittableRandom(3);
        Instant at = BEGIN;
        double state = 0;
        for (int i = 0; i < samples; i++) {
            at = BEGIN.plus(STEP.multipliedBy(i)).plusMillis(noise.nextInt(300));
            state = 0.3 * state + noise.nextDouble(-4, 4);
            load(1, at, 10 + state);
        }
        return at;
    }

    @Test
    void whatIsLearntIsExpectedThreeStepsAhead() {
        Instant last = returning(400);

        assertThat(forecasts.at(last))
                .singleElement()
                .satisfies(
                        expected -> {
                            assertThat(expected.port()).isEqualTo(port(1));
                            assertThat(expected.at()).isEqualTo(last.plusSeconds(12));
                            assertThat(expected.rx().mbps()).isBetween(7.0, 13.0);
                            assertThat(expected.tx().mbps()).isBetween(3.5, 6.5);
                        });
        assertThat(store.loads).hasSize(400);
        ForecastReport report = forecasts.report(10);
        assertThat(report.horizons())
                .filteredOn(each -> each.steps() == 3)
                .allSatisfy(each -> assertThat(each.error()).isLessThan(each.lastValueError()));
        assertThat(report.loads()).hasSize(2);
    }

    @Test
    void aPortOfWhichNothingIsLearntOrHeardIsExpectedToStayAsItIs() {
        Instant early = returning(20);
        assertThat(forecasts.at(early)).isEmpty();

        Instant last = returning(400);
        assertThat(forecasts.at(last.plusSeconds(13))).isEmpty();
    }

    @Test
    void afterALongGapAllIsLearntAnew() {
        Instant last = returning(400);

        load(1, last.plusSeconds(60), 3);

        assertThat(forecasts.at(last.plusSeconds(60))).isEmpty();
    }

    @Test
    void samplesOfTwoModesThatOverlapAreOneSeries() {
        for (int i = 0; i < 100; i++) {
            load(1, BEGIN.plus(STEP.multipliedBy(i)), 10);
            load(1, BEGIN.plus(STEP.multipliedBy(i)).plusSeconds(1), 900);
        }

        assertThat(forecasts.report(10).loads())
                .allSatisfy(each -> assertThat(each.bps()).isLessThan(11_000_000));
    }

    @Test
    void idlePortsTakeNoRoomAndTheBoundHolds() {
        for (int i = 1; i <= LoadForecasts.MOST_PORTS + 50; i++) {
            load(i, BEGIN, 5);
            load(100_000 + i, BEGIN, 0.01);
        }

        assertThat(forecasts.report(10).ports()).isEqualTo(LoadForecasts.MOST_PORTS);
        assertThat(forecasts.report(10).portsLeftOut()).isEqualTo(50);

        load(200_000, BEGIN.plus(Duration.ofHours(2)), 5);

        assertThat(forecasts.report(10).ports()).isEqualTo(1);
    }
}
