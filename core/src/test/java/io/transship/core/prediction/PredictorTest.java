package io.transship.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs that can be added in the head: 100 ms dump, 1 ms a MiB; 1 MiB in 100 ms. */
class PredictorTest {

    private static final BitRate MIB_IN_100_MS = new BitRate((1L << 20) * 80);
    private static final Costs COSTS =
            new Costs(
                    Duration.ofMillis(500),
                    Duration.ofMillis(100),
                    Duration.ofMillis(1),
                    Duration.ofMillis(200),
                    Duration.ofMillis(2),
                    Duration.ofMillis(10),
                    Duration.ofMillis(50),
                    Duration.ofNanos(55_000),
                    BitRate.ofMbps(1000));

    @ParameterizedTest(name = "{0}: {1} MiB, {2} MiB ahead")
    @CsvSource({
        // mode, memory, ahead, downtime, total, MiB sent, both needed
        "COPY, 0, 0, 310, 860, 0, 0",
        "COPY, 10, 0, 1340, 1890, 10, 0",
        "COPY, 10, 5, 1340, 2390, 15, 0",
        "PAGE_SERVER, 10, 5, 1330, 2380, 15, 0",
        "POST_COPY, 0, 0, 310, 860, 0, 0",
        "POST_COPY, 100, 5, 315, 11365, 105, 10000",
        "LEAVE_RUNNING, 10, 5, 10, 2390, 15, 0"
    })
    void theFormulasOfThePage(MigrationMode mode, int memory, int ahead, ArgumentsAccessor row) {
        Prediction prediction = predict(mode, memory, ahead, 0, 1).prediction().orElseThrow();

        assertThat(prediction.downtime().toMillis()).isEqualTo(row.getLong(3));
        assertThat(prediction.total().toMillis()).isEqualTo(row.getLong(4));
        assertThat(prediction.bytes()).isEqualTo(ByteCount.ofMiB(row.getLong(5)));
        assertThat(prediction.bothNeeded().toMillis()).isEqualTo(row.getLong(6));
    }

    @Test
    void aPageServerOnAFastPathWaitsForTheDumpAlone() {
        Conditions fast = new Conditions(Optional.of(new BitRate((1L << 20) * 80_000)), COSTS, 1);

        assertThat(
                        new Predictor(cargo(10, 0, 0), fast)
                                .forecast(MigrationMode.PAGE_SERVER)
                                .prediction()
                                .orElseThrow()
                                .downtime())
                .isEqualTo(Duration.ofMillis(110 + 220 + 10));
    }

    @Test
    void aPreCopyFreezesWhatTheLastRoundLeft() {
        // 1 MiB/s dirty at 10 MiB/s: 10 MiB, then 1 MiB, which is small enough.
        Forecast forecast = predict(MigrationMode.PRE_COPY, 10, 0, 1, 1);

        Prediction prediction = forecast.prediction().orElseThrow();
        assertThat(forecast.basis()).isEqualTo("1 rounds, 1.0 MiB in the freeze");
        assertThat(prediction.downtime()).isEqualTo(Duration.ofMillis(101 + 100 + 220 + 10));
        assertThat(prediction.bytes()).isEqualTo(ByteCount.ofMiB(11));
        assertThat(prediction.total()).isEqualTo(Duration.ofMillis(500 + 431 + 50 + 100 + 1000));
    }

    @Test
    void compressionShortensWhatIsStaged() {
        Prediction half = predict(MigrationMode.COPY, 10, 0, 0, 0.5).prediction().orElseThrow();

        assertThat(half.downtime()).isEqualTo(Duration.ofMillis(840));
        assertThat(half.bytes()).isEqualTo(ByteCount.ofMiB(5));
    }

    @Test
    void compressionShortensWhatGoesThroughTheTunnelToo() {
        Prediction served =
                predict(MigrationMode.PAGE_SERVER, 10, 0, 0, 0.5).prediction().orElseThrow();
        Prediction fetched =
                predict(MigrationMode.POST_COPY, 100, 0, 0, 0.5).prediction().orElseThrow();

        assertThat(served.downtime()).isEqualTo(Duration.ofMillis(830));
        assertThat(served.bytes()).isEqualTo(ByteCount.ofMiB(5));
        assertThat(fetched.bothNeeded()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fetched.bytes()).isEqualTo(ByteCount.ofMiB(50));
    }

    @Test
    void unknownIsSaidAndNotZero() {
        Conditions blind = new Conditions(Optional.empty(), COSTS, 1);
        Cargo still =
                new Cargo(
                        ByteCount.ofMiB(1),
                        Optional.empty(),
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        ByteCount.ZERO);

        assertThat(new Predictor(cargo(1, 0, 0), blind).all())
                .allSatisfy(each -> assertThat(each.prediction()).isEmpty())
                .extracting(Forecast::basis)
                .containsOnly("the rate of the path is not known");
        assertThat(
                        new Predictor(still, conditions(1))
                                .forecast(MigrationMode.PRE_COPY)
                                .prediction())
                .isEmpty();
        assertThat(new Predictor(still, conditions(1)).all()).hasSize(5);
    }

    private static Forecast predict(
            MigrationMode mode, int memory, int ahead, int dirty, double sentShare) {
        return new Predictor(cargo(memory, ahead, dirty), conditions(sentShare)).forecast(mode);
    }

    private static Conditions conditions(double sentShare) {
        return new Conditions(Optional.of(MIB_IN_100_MS), COSTS, sentShare);
    }

    private static Cargo cargo(int memory, int ahead, int dirty) {
        return new Cargo(
                ByteCount.ofMiB(memory),
                Optional.of(ByteCount.ofMiB(dirty)),
                ByteCount.ofMiB(ahead),
                ByteCount.ZERO,
                ByteCount.ZERO);
    }
}
