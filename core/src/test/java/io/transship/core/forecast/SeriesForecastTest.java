package io.transship.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models are chosen by what they erred, and never believed before they were measured. */
class SeriesForecastTest {

    private static final int STEPS = 1500;

    private static double[] series(IntToDoubleFunction value) {
        double[] series = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            series[i] = Math.max(0, value.applyAsDouble(i));
        }
        return series;
    }

    private static WalkForward.Result walk(double[] series, int season) {
        return new WalkForward(season, Horizons.USUAL, 100).through(series);
    }

    private static double error(WalkForward.Result result, String model, int horizon) {
        return result.errors().get(model)[horizon];
    }

    @Test
    void aSeasonThatIsKnownIsForecast() {
        SplittableRandom noise = new SplittableRandom(1);
        double[] daily =
                series(i -> 50 + 40 * Math.sin(i * 2 * Math.PI / 96) + noise.nextDouble(4));

        WalkForward.Result result = walk(daily, 96);

        assertThat(error(result, HoltWinters.NAME, 2))
                .isLessThan(0.3 * error(result, LastValue.NAME, 2));
        assertThat(error(result, WalkForward.CHOSEN, 2))
                .isLessThan(0.5 * error(result, LastValue.NAME, 2));
    }

    @Test
    void whatComesBackToItsMeanIsLearnt() {
        SplittableRandom noise = new SplittableRandom(2);
        double[] state = {0};
        double[] returning =
                series(
                        i -> {
                            state[0] = 0.5 * state[0] + noise.nextDouble(-20, 20);
                            return 100 + state[0];
                        });

        WalkForward.Result result = walk(returning, 0);

        assertThat(error(result, AutoRegression.NAME, 2))
                .isLessThan(0.9 * error(result, LastValue.NAME, 2));
        assertThat(result.last()).noneMatch(Choice::isLastValue);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onAWalkWithoutMemoryTheLastValueIsAsGoodAndSpeaks(long seed) {
        SplittableRandom noise = new SplittableRandom(seed);
        double[] state = {500};
        double[] walk =
                series(
                        i -> {
                            state[0] += noise.nextDouble(-10, 10);
                            return state[0];
                        });

        WalkForward.Result result = walk(walk, 0);

        for (int horizon = 0; horizon < 3; horizon++) {
            assertThat(error(result, WalkForward.CHOSEN, horizon))
                    .isLessThan(1.03 * error(result, LastValue.NAME, horizon));
        }
    }

    /**
     * What the class promises, on whatever comes: noise, jumps, and an enemy who knows the
     * forecast.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void isNeverWorseThanTheLastValueButForItsCredit(int kind) {
        SplittableRandom noise = new SplittableRandom(kind);
        SeriesForecast forecast = new SeriesForecast(0, Horizons.USUAL);
        List<Double> came = new ArrayList<>();
        List<double[]> given = new ArrayList<>();
        double[] excess = new double[3];
        double[] allowed = new double[3];
        for (int now = 0; now < STEPS; now++) {
            double value = next(kind, now, came, forecast, noise);
            for (int h = 0; h < 3; h++) {
                int then = now - Horizons.USUAL.steps().get(h);
                if (then >= 0) {
                    double baseline = Math.abs(value - came.get(then));
                    excess[h] += Math.abs(value - given.get(then)[h]) - baseline;
                    boolean isFirst = then < Credit.FIRST;
                    allowed[h] += baseline * (isFirst ? Credit.FIRST_SHARE : Credit.SHARE);
                }
                assertThat(excess[h]).isLessThanOrEqualTo(allowed[h] + 1e-6);
            }
            came.add(value);
            forecast.add(value);
            given.add(Horizons.USUAL.steps().stream().mapToDouble(forecast::ahead).toArray());
        }
    }

    private static double next(
            int kind, int now, List<Double> came, SeriesForecast forecast, SplittableRandom noise) {
        double last = now == 0 ? 500 : came.getLast();
        return switch (kind) {
            case 0 -> 500 + noise.nextDouble(-20, 20);
            case 1 -> Math.max(0, last + noise.nextDouble(-10, 10));
            case 2 -> now / 40 % 2 == 0 ? 400 : 0;
            case 3 -> 50 + 40 * Math.sin(now / 9.0) + (now > 700 ? noise.nextDouble(300) : 0);
            // It goes where it was not expected, as soon as somebody dares.
            case 4 -> Math.max(0, last + (forecast.ahead(1) > last ? -5 : 5));
            default -> Math.max(0, 400 + 300 * Math.sin(now / 20.0) * (now < 900 ? 1 : -1));
        };
    }

    @Test
    void whoHasGainedLittleIsHeldNearTheLastValueAndSaysSo() {
        SplittableRandom noise = new SplittableRandom(3);
        SeriesForecast forecast = new SeriesForecast(0, Horizons.USUAL);
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            forecast.add(100 + noise.nextDouble(-20, 20));
            forecast.choices().forEach(choice -> reasons.add(choice.reason()));
        }

        assertThat(reasons).anyMatch(reason -> reason.contains("held near the last value"));
        assertThat(reasons.getLast()).isEqualTo("has erred least of late.");
    }

    @Test
    void tooFewComparisonsBelieveNobody() {
        SeriesForecast forecast = new SeriesForecast(0, Horizons.USUAL);
        for (int i = 0; i < 20; i++) {
            forecast.add(i * i);
        }

        assertThat(forecast.choices())
                .allSatisfy(
                        choice -> {
                            assertThat(choice.isLastValue()).isTrue();
                            assertThat(choice.reason()).startsWith("too few");
                        });
        assertThat(forecast.ahead(3)).isEqualTo(19 * 19);
    }

    @Test
    void whoErredMoreThanTheLastValueFallsBackAndSaysSo() {
        SplittableRandom noise = new SplittableRandom(5);
        SeriesForecast forecast = new SeriesForecast(0, Horizons.USUAL);
        double state = 0;
        for (int i = 0; i < 600; i++) {
            state = 0.2 * state + noise.nextDouble(-20, 20);
            forecast.add(100 + state);
        }
        assertThat(forecast.choices().getFirst().isLastValue()).isFalse();

        for (int i = 0; i < 600; i++) {
            forecast.add(i / 40 % 2 == 0 ? 400 : 0);
        }

        assertThat(forecast.choices())
                .allSatisfy(
                        choice ->
                                assertThat(choice.error())
                                        .isLessThan(1.25 * choice.baseline() + 0.01));
    }

    @Test
    void nothingIsSeenBeforeItComes() {
        double[] jump = series(i -> i < 700 ? 10 : 1000);

        List<Double> given = walk(jump, 0).given();

        assertThat(given.get(700)).isLessThan(20);
        assertThat(given.get(99)).isNaN();
    }

    @Test
    void theSameSeriesGivesTheSameForecastsAndNoneIsNegative() {
        SplittableRandom noise = new SplittableRandom(9);
        double[] bursts = series(i -> noise.nextInt(20) == 0 ? noise.nextDouble(900) : 0);

        WalkForward.Result one = walk(bursts, 0);

        assertThat(walk(bursts, 0).given()).isEqualTo(one.given());
        for (double value : one.given()) {
            assertThat(Double.isNaN(value) || value >= 0).isTrue();
        }
    }

    @Test
    void anIdleSeriesIsRightAlways() {
        WalkForward.Result idle = walk(new double[STEPS], 0);

        assertThat(idle.errors().get(WalkForward.CHOSEN)).containsOnly(Double.NaN);
        assertThat(idle.last()).allMatch(choice -> choice.error() == 0);
    }

    @Test
    void horizonsAscendAndWindowsHoldTheirSeason() {
        assertThatThrownBy(() -> new Horizons(List.of(3, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Horizons(List.of(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HoltWinters(96, 100, Horizons.USUAL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
