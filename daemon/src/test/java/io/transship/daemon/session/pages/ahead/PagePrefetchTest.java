package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much the desk asks for ahead of CRIU. */
class PagePrefetchTest {

    private static final PageRange ASKED = range(0, 16);
    private static final long MS = Duration.ofMillis(1).toNanos();

    private final PagePrefetch ahead = new PagePrefetch();
    private final Deque<PageRange> sent = new ArrayDeque<>();
    private long now;

    @BeforeEach
    void know() {
        ahead.know(List.of(range(0, 100_000)));
    }

    @Test
    void itBeginsWithTwoPieces() {
        assertThat(more(PagePrefetch.MOST_COMING)).containsExactly(range(0, 16), range(16, 16));
        assertThat(more(PagePrefetch.MOST_COMING)).isEmpty();
    }

    @Test
    void aQuickPathLetsItGrowToItsBound() {
        run(200, MS / 40);
        assertThat(coming()).isEqualTo(PagePrefetch.MOST_COMING);
    }

    /** 100 Mbit/s: a page takes 0.33 ms; what is on its way takes 8 ms and the quickest answer. */
    @Test
    void aSlowPathHasNoMoreOnItsWayThanItCarriesInAFewMilliseconds() {
        run(200, MS / 3);
        assertThat(coming()).isBetween(16L, 40L);
        run(200, 5 * MS);
        assertThat(coming()).as("a very slow one: one piece").isEqualTo(PagePrefetch.PIECE);
        run(200, MS / 40);
        assertThat(coming()).as("it was mended").isEqualTo(PagePrefetch.MOST_COMING);
    }

    @Test
    void oneThatStumblesOnceIsNoSlowPath() {
        run(200, MS / 40);
        now += Duration.ofSeconds(1).toNanos();
        run(1, MS / 40);

        assertThat(coming()).isGreaterThan(PagePrefetch.MOST_COMING / 2);
    }

    @Test
    void whereThereIsNoRoomNothingIsAskedFor() {
        assertThat(more(15)).isEmpty();
        assertThat(more(16)).containsExactly(range(0, 16));
        assertThat(more(31)).as("the first one is still on its way").isEmpty();
    }

    @Test
    void aPageComesOnce() {
        ahead.sent(range(10, 4), now);
        assertThat(ahead.isComing(1, at(9))).isFalse();
        assertThat(ahead.isComing(1, at(10))).isTrue();
        assertThat(ahead.isComing(2, at(10))).isFalse();

        ahead.came(1, at(10));
        assertThat(ahead.isComing(1, at(10))).isFalse();
        assertThat(ahead.isComing(1, at(13))).isTrue();

        ahead.answered(range(10, 4), now);
        assertThat(ahead.isComing(1, at(13))).isFalse();
    }

    @Test
    void anAnswerThatNobodyHereAskedForChangesNothing() {
        ahead.sent(range(10, 4), now);
        ahead.came(1, at(500));
        ahead.answered(range(500, 8), now);

        assertThat(ahead.isComing(1, at(10))).isTrue();
        assertThat(ahead.together(range(499, 8))).contains(range(499, 1));
    }

    /** CRIU may answer a part of it: its rest is to be asked for again, so nobody counts on it. */
    @Test
    void aQuestionBeyondOneRangeIsNotCountedOn() {
        ahead.sent(range(99_998, 4), now);

        assertThat(ahead.isComing(1, at(99_998))).isFalse();
    }

    private List<PageRange> more(long most) {
        List<PageRange> more = ahead.more(ASKED, most, now);
        sent.addAll(more);
        return more;
    }

    private long coming() {
        return sent.stream().mapToLong(PageRange::pages).sum();
    }

    /** So many answers, one after the other, while CRIU goes on asking. */
    private void run(int answers, long nanosPerPage) {
        for (int i = 0; i < answers; i++) {
            more(PagePrefetch.MOST_COMING);
            PageRange oldest = sent.remove();
            now += oldest.pages() * nanosPerPage;
            ahead.answered(oldest, now);
        }
        more(PagePrefetch.MOST_COMING);
    }

    private static PageRange range(long page, long pages) {
        return new PageRange(1, at(page), pages);
    }

    private static long at(long page) {
        return page * PageRange.PAGE;
    }
}
