package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many pages a touched one brings along. */
class NeighboursTest {

    private static final double MS = Duration.ofMillis(1).toNanos();

    private final Neighbours neighbours = new Neighbours();

    @Test
    void sevenWhereNothingIsKnownAndWhereAnswersAreQuick() {
        assertThat(neighbours.count()).isEqualTo(8);
        assertThat(settled(0.3, 0.03)).isEqualTo(8);
    }

    /** 10 Mbit/s. */
    @Test
    void noMoreOnASlowPathThanComesInAFewMilliseconds() {
        assertThat(settled(2, 3.3)).isEqualTo(3);
    }

    @Test
    void twoOnTheSlowest() {
        assertThat(settled(2, 33)).isEqualTo(2);
    }

    @Test
    void sevenOnALongPathThatIsNotNarrow() {
        assertThat(settled(80, 0.1)).isEqualTo(8);
    }

    /** The first answers come behind what the source sends by itself. */
    @Test
    void whatWasInTheWayOnceIsForgotten() {
        neighbours.took(8, (long) (400 * MS));
        assertThat(settled(0.3, 0.03)).isEqualTo(8);
    }

    @Test
    void onASlowPathOneOfEightStaysAlone() {
        var _ = settled(2, 3.3);
        long alone = 0;
        for (int i = 0; i < 80; i++) {
            alone += neighbours.count() == 1 ? 1 : 0;
        }
        assertThat(alone).isEqualTo(10);
    }

    /** The most that is asked for after some questions, each answered before the next. */
    private int settled(double rttMs, double pageMs) {
        int most = 0;
        for (int i = 0; i < 40; i++) {
            int pages = neighbours.count();
            most = i < 30 ? 0 : Math.max(most, pages);
            neighbours.took(pages, (long) ((rttMs + pages * pageMs) * MS));
        }
        return most;
    }
}
