package io.transship.lab.bench.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lag and missed periods from moments of questions. */
class BeatTest {

    private static final long SECOND = 1_000_000_000L;

    private static long[] millis(long... at) {
        return LongStream.of(at).map(each -> each * 1_000_000).toArray();
    }

    @Test
    void whoComesOnTheBeatHasNoLagWhereverInTheSecondItBegan() {
        Beat beat = new Beat(0, 4 * SECOND);
        beat.add(millis(300, 1300, 2300, 3300));

        assertThat(beat.missed()).isZero();
        assertThat(beat.lagMs(0.99)).isZero();
    }

    @Test
    void latenessIsMeasuredAgainstTheBeatAndDoesNotAddUp() {
        Beat beat = new Beat(0, 4 * SECOND);
        beat.add(millis(300, 1340, 2300, 3310));

        assertThat(beat.missed()).isZero();
        assertThat(beat.lagMs(1)).isEqualTo(40);
    }

    @Test
    void aPeriodWithoutAQuestionIsMissed() {
        Beat beat = new Beat(0, 4 * SECOND);
        beat.add(millis(300, 2300, 3300));
        beat.add(new long[0]);

        assertThat(beat.missed()).isEqualTo(1 + 4);
        assertThat(beat.lagMs(1)).isZero();
    }
}
