package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.manager.migration.Stopwatch.Mark;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What lies between the marks of a migration. */
class StopwatchTest {

    private final long now = System.nanoTime();
    private final Stopwatch watch = new Stopwatch();

    private void marks(Mark... marks) {
        for (int i = 0; i < marks.length; i++) {
            watch.mark(marks[i], now + Duration.ofSeconds(1L << i).toNanos());
        }
    }

    @Test
    void eachPartBeginsWhereTheOneBeforeEnded() {
        marks(Mark.PREPARED, Mark.HELD, Mark.DUMPED, Mark.TRANSFERRED, Mark.RESTORED);

        assertThat(watch.times().hold()).isEqualTo(Duration.ofSeconds(1));
        assertThat(watch.times().dump()).isEqualTo(Duration.ofSeconds(2));
        assertThat(watch.times().transfer()).isEqualTo(Duration.ofSeconds(4));
        assertThat(watch.times().restore()).isEqualTo(Duration.ofSeconds(8));
        assertThat(watch.times().release()).isZero();
        assertThat(watch.times().downtime()).isZero();
    }

    @Test
    void aSourceThatIsLeftRunningIsHeldWhenTheCopyRuns() {
        marks(
                Mark.PREPARED,
                Mark.DUMPED,
                Mark.TRANSFERRED,
                Mark.RESTORED,
                Mark.HELD,
                Mark.SWITCHING,
                Mark.RELEASED);

        assertThat(watch.times().dump()).isEqualTo(Duration.ofSeconds(1));
        assertThat(watch.times().hold()).isEqualTo(Duration.ofSeconds(8));
        assertThat(watch.times().release()).isEqualTo(Duration.ofSeconds(32));
        assertThat(watch.times().downtime()).isEqualTo(Duration.ofSeconds(48));
    }
}
