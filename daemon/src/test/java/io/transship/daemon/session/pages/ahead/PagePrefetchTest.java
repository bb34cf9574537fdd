package io.transship.daemon.session.pages.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much the desk asks for ahead of CRIU. */
class PagePrefetchTest {

    private static final PageRange ASKED = range(0, 16);
    private static final long MS = Duration.ofMillis(1).toNanos();

    private final PagePrefetch ahead = new PagePrefetch();
    private final Deque<PageRange> sent = new ArrayDeque<>();
    private long now;

    @BeforeEach
    void know() {
        ahead.know(List.of(range(0, 10_000_000)));
    }

    @Test
    void itBeginsWithTwoHalvesOfAPiece() {
        assertThat(more(PagePrefetch.MOST_COMING)).containsExactly(range(0, 8), range(8, 8));
        assertThat(more(PagePrefetch.MOST_COMING)).isEmpty();
    }

    @Test
    void aQuickPathLetsItGrowToItsBound() {
        run(200, MS / 40);
        assertThat(coming()).isEqualTo(PagePrefetch.MOST_COMING);
        assertThat(ahead.piece()).isEqualTo(PagePrefetch.PIECE);
    }

    /**
     * What is on its way when a page is touched comes before it: no more than the path carries in 8
     * ms and in the time until its quickest answer began, and one question.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 1",
        "10, 2, 1",
        "10, 2, 4",
        "10, 40, 1",
        "33, 1, 1",
        "100, 1, 1",
        "100, 1, 8",
        "100, 40, 1",
        "1000, 1, 4",
        "1000, 10, 1"
    })
    void aTouchedPageWaitsABoundedTimeOnAnyPathAndThePathIsFull(int mbps, int rttMs, int bundled) {
        PlayedPath path = new PlayedPath(mbps, rttMs * MS, bundled);
        path.run(Duration.ofSeconds(4));
        path.forgetWhatWas();
        path.run(Duration.ofSeconds(4));

        double pageMs = PageRange.PAGE * 8 / 1000.0 / mbps;
        double waited = path.mostComing() * pageMs;
        assertThat(waited)
                .as("ms")
                .isLessThanOrEqualTo(8 + path.quickestMs() + Math.max(4, 2 * pageMs) + 0.01);
        double carried = Math.min(1 / pageMs, PagePrefetch.MOST_COMING / (rttMs + 2 * pageMs));
        assertThat(path.pagesPerMs()).isGreaterThan(0.75 * carried);
    }

    /** A page is waited for with all that was asked for together with it. */
    @Test
    void onASlowPathQuestionsAreSmall() {
        new PlayedPath(10, 2 * MS, 1).run(Duration.ofSeconds(2));
        assertThat(ahead.piece()).isBetween(PagePrefetch.LEAST_PIECE, 4L);
    }

    /** As a reader that stood still: what has come meanwhile is read at once. */
    @Test
    void aBurstIsNoQuickPath() {
        PlayedPath path = new PlayedPath(10, 2 * MS, 1);
        path.run(Duration.ofSeconds(2));
        path.stall(Duration.ofMillis(500));
        path.forgetWhatWas();
        path.run(Duration.ofSeconds(1));

        assertThat(path.mostComing()).isLessThan(16);
    }

    /** 100 Mbit/s: a page takes 0.33 ms; what is on its way takes 8 ms and the quickest answer. */
    @Test
    void aSlowPathHasNoMoreOnItsWayThanItCarriesInAFewMilliseconds() {
        run(200, MS / 3);
        assertThat(coming()).isBetween(16L, 40L);
        run(200, 5 * MS);
        assertThat(coming())
                .as("a very slow one: one small question")
                .isEqualTo(PagePrefetch.LEAST_PIECE);
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
        assertThat(more(7)).isEmpty();
        assertThat(more(8)).containsExactly(range(0, 8));
        assertThat(more(15)).as("the first one is still on its way").isEmpty();
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
        ahead.sent(range(9_999_998, 4), now);

        assertThat(ahead.isComing(1, at(9_999_998))).isFalse();
    }

    /** A path that carries answers one after the other, and a CRIU that always wants more. */
    private final class PlayedPath {

        private final double nanosPerPage;
        private final long rttNanos;
        private final int bundled;
        private final Deque<Long> arrivals = new ArrayDeque<>();
        private final Deque<Long> sentAt = new ArrayDeque<>();
        private double free;
        private long delivered;
        private long since;
        private long mostComing;
        private long quickest = Long.MAX_VALUE;

        /** Of whose answers so many are handed over together. */
        PlayedPath(int mbps, long rttNanos, int bundled) {
            this.nanosPerPage = PageRange.PAGE * 8 * 1000.0 / mbps;
            this.rttNanos = rttNanos;
            this.bundled = bundled;
        }

        void run(Duration time) {
            long end = now + time.toNanos();
            while (now < end) {
                send();
                int together = Math.min(bundled, sent.size());
                for (int i = 1; i < together; i++) {
                    arrivals.remove();
                }
                long at = arrivals.remove();
                if (together == 1) {
                    long first = at - (long) (sent.element().pages() * nanosPerPage);
                    begin(Math.max(now, first));
                }
                now = Math.max(now, at);
                for (int i = 0; i < together; i++) {
                    answer();
                }
            }
        }

        /** Nobody reads for a while. */
        void stall(Duration time) {
            send();
            now += time.toNanos();
            arrivals.clear();
            while (!sent.isEmpty()) {
                answer();
            }
        }

        private void send() {
            for (PageRange question : more(PagePrefetch.MOST_COMING)) {
                long before = (long) Math.max(free, now + rttNanos);
                free = before + question.pages() * nanosPerPage;
                arrivals.add((long) free);
                sentAt.add(now);
            }
            mostComing = Math.max(mostComing, coming());
        }

        private void begin(long at) {
            ahead.began(sent.element(), at);
            quickest = Math.min(quickest, at - sentAt.element());
        }

        /** Of one that came in a bundle the first page comes as late as the last. */
        private void answer() {
            begin(now);
            PageRange answer = sent.remove();
            sentAt.remove();
            delivered += answer.pages();
            ahead.answered(answer, now);
        }

        void forgetWhatWas() {
            mostComing = 0;
            delivered = 0;
            since = now;
        }

        long mostComing() {
            return mostComing;
        }

        double quickestMs() {
            return (double) quickest / MS;
        }

        double pagesPerMs() {
            return (double) delivered * MS / (now - since);
        }
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
            ahead.began(oldest, now);
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
