package io.transship.manager.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.view.PortLoad;
import io.transship.manager.sdn.PortSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Unknown is unknown, never zero. */
class RateEstimatorTest {

    private static final Instant NOW = Instant.parse("2017-09-25T15:41:47Z");
    private static final ConnectPoint PORT = new ConnectPoint(new DatapathId(1), 1);

    private static PortSample sample(double seconds, long rxBytes, long txBytes) {
        return new PortSample(
                PORT, NOW.plusNanos(Math.round(seconds * 1e9)), rxBytes, txBytes, 0, 0);
    }

    private static Optional<PortLoad> between(PortSample earlier, PortSample later) {
        return RateEstimator.between(earlier, later, Duration.ofSeconds(12));
    }

    @Test
    void bytesOverTheTimeThatReallyPassed() {
        PortLoad load = between(sample(0, 1000, 0), sample(4.5, 1000, 5_625_000)).orElseThrow();

        assertThat(load.rx().bps()).isZero();
        assertThat(load.tx().bps()).isEqualTo(10_000_000);
        assertThat(load.at()).isEqualTo(NOW.plusMillis(4500));
    }

    @Test
    void aCounterThatFellWasReset() {
        assertThat(between(sample(0, 1000, 9000), sample(4, 2000, 10))).isEmpty();
        assertThat(between(sample(0, 9000, 1000), sample(4, 10, 2000))).isEmpty();
    }

    @Test
    void aCounterNearTheEndOf64BitsIsNoWrap() {
        assertThat(between(sample(0, Long.MAX_VALUE - 5, 0), sample(4, 3, 0))).isEmpty();
    }

    /** A switch that restarted and has sent more since than it had before. */
    @Test
    void aPortThatIsYoungerThanTheEarlierReadingBeganAnew() {
        PortSample before = sample(0, 1000, 1000);
        PortSample after = sample(4, 9000, 9000);

        assertThat(between(before, aged(after, 2))).isEmpty();
        assertThat(between(before, aged(after, 4))).isPresent();
        assertThat(between(before, aged(after, 3))).isPresent();
    }

    private static PortSample aged(PortSample sample, int seconds) {
        return new PortSample(
                sample.port(),
                sample.at(),
                sample.rxBytes(),
                sample.txBytes(),
                0,
                0,
                Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void countersUseAll64Bits() {
        PortSample before = sample(0, Long.MAX_VALUE - 499, 0);

        assertThat(between(before, sample(4, Long.MIN_VALUE + 500, 0)).orElseThrow().rx().bps())
                .isEqualTo(2000);
    }

    @Test
    void anIntervalWithMissingAnswersSaysNothingAboutNow() {
        assertThat(between(sample(0, 0, 0), sample(12, 0, 1000))).isPresent();
        assertThat(between(sample(0, 0, 0), sample(12.1, 0, 1000))).isEmpty();
    }

    @Test
    void noTimeNoRate() {
        assertThat(between(sample(1, 0, 0), sample(1, 0, 1000))).isEmpty();
        assertThat(between(sample(2, 0, 0), sample(1, 0, 1000))).isEmpty();
    }
}
