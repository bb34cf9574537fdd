package io.transship.daemon.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The rate cap's arithmetic, on a clock that is moved by hand. */
class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    /** 1 MB/s. */
    private static final long RATE = 8_000_000;

    private long now = 17;

    @Test
    void withoutABoundEverythingMayGo() {
        TokenBucket bucket = new TokenBucket(0, now);

        assertThat(bucket.take(Integer.MAX_VALUE, now)).isZero();
        assertThat(bucket.take(Integer.MAX_VALUE, now)).isZero();
    }

    @Test
    void whatGoesInASecondIsTheRate() {
        TokenBucket bucket = new TokenBucket(RATE, now);

        assertThat(sendFor(10 * SECOND, bucket, 16 << 10)).isCloseTo(10_000_000L, within(50_000L));
    }

    @Test
    void aPieceLargerThanTheBucketGoesAndIsPaidForAfterwards() {
        TokenBucket bucket = new TokenBucket(RATE, now);

        assertThat(bucket.take(1_020_000, now)).isZero();
        assertThat(bucket.take(1, now)).isEqualTo(SECOND);
        now += SECOND;
        assertThat(bucket.take(1, now)).isZero();
    }

    @Test
    void aLongPauseIsNotMadeUpFor() {
        TokenBucket bucket = new TokenBucket(RATE, now);
        now += 3600 * SECOND;

        assertThat(sendFor(SECOND, bucket, 1000)).isLessThan(1_030_000);
    }

    @Test
    void aDebtIsPaidAtTheNewRate() {
        TokenBucket bucket = new TokenBucket(RATE, now);
        bucket.take(1_020_000, now);

        bucket.setRate(10 * RATE, now);
        assertThat(bucket.take(1, now)).isEqualTo(SECOND / 10);

        bucket.setRate(0, now);
        assertThat(bucket.take(1, now)).isZero();
    }

    @Test
    void aNewRateHoldsFromThenOn() {
        TokenBucket bucket = new TokenBucket(RATE, now);
        long before = sendFor(SECOND, bucket, 1000);
        bucket.setRate(RATE / 4, now);

        assertThat(before).isCloseTo(1_000_000L, within(25_000L));
        assertThat(sendFor(SECOND, bucket, 1000)).isCloseTo(250_000L, within(10_000L));
    }

    /** Sends as fast as the bucket lets it; the clock moves only by what it is told to wait. */
    private long sendFor(long nanos, TokenBucket bucket, int piece) {
        long end = now + nanos;
        long sent = 0;
        while (now < end) {
            long wait = bucket.take(piece, now);
            now += wait;
            sent += wait == 0 ? piece : 0;
        }
        return sent;
    }
}
