package io.transship.daemon.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What acknowledgements say of the way to the target, on a clock that is moved by hand. */
class LinkRateTest {

    private static final long MS = 1_000_000;
    private static final Percentage ROUGHLY = Percentage.withPercentage(10);

    private final LinkRate rate = new LinkRate(0);
    private long now;

    @Test
    void nothingIsKnownAtFirst() {
        rate.acknowledged(1 << 20, MS);

        assertThat(rate.bytesPerSecond()).as("too short to say").isEmpty();
    }

    @Test
    void aSenderThatIsHeldUpSeesTheLink() {
        flow(40, 125_000, 1.0);

        assertThat(rate.bytesPerSecond().orElseThrow()).isCloseTo(12_500_000, ROUGHLY);
        assertThat(rate.saturated()).isTrue();
    }

    @Test
    void theLesserOfTheLinkAndTheCapCounts() {
        RateCap small = new RateCap(8_000_000, () -> 0);
        RateCap large = new RateCap(800_000_000, () -> 0);
        assertThat(rate.within(RateCap.none())).isEmpty();
        assertThat(rate.within(small)).hasValue(1_000_000);

        flow(40, 125_000, 1.0);

        assertThat(rate.within(small)).hasValue(1_000_000);
        assertThat(rate.within(large)).isEqualTo(rate.bytesPerSecond());
        assertThat(rate.within(RateCap.none())).isEqualTo(rate.bytesPerSecond());
    }

    @Test
    void aSlowSenderSeesALowerBoundOnly() {
        flow(40, 125_000, 1.0);
        flow(40, 12_500, 0.1);

        assertThat(rate.bytesPerSecond().orElseThrow()).isCloseTo(12_500_000, ROUGHLY);
        assertThat(rate.saturated()).isFalse();
    }

    @Test
    void aLinkThatBecomesSlowerOrFasterIsNoticed() {
        flow(40, 125_000, 1.0);
        flow(400, 12_500, 1.0);
        assertThat(rate.bytesPerSecond().orElseThrow()).isCloseTo(1_250_000, ROUGHLY);

        flow(40, 1_250_000, 0.2);
        assertThat(rate.bytesPerSecond().orElseThrow()).isCloseTo(125_000_000, ROUGHLY);
    }

    @Test
    void aPauseIsNotTheLinks() {
        flow(40, 125_000, 1.0);
        now += 60_000 * MS;
        rate.begin(now);
        flow(1, 125_000, 1.0);
        flow(1, 125_000, 1.0);

        assertThat(rate.bytesPerSecond().orElseThrow()).isCloseTo(12_500_000, ROUGHLY);
    }

    /** Acknowledgements each 10 ms. */
    private void flow(int times, long bytes, double inWrites) {
        for (int i = 0; i < times; i++) {
            now += 10 * MS;
            rate.wrote((long) (10 * MS * inWrites));
            rate.acknowledged(bytes, now);
        }
    }
}
