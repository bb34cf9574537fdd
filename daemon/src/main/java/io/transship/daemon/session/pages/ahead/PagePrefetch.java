package io.transship.daemon.session.pages.ahead;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the desk asks the source for before CRIU does: CRIU asks for one piece at a time and waits
 * for it, and walks through its list of pages while it does, so what comes next is known.
 *
 * <p>The source answers in the order of the questions. A page that is touched comes behind whatever
 * was asked for before it, so no more is on its way than arrives in a few milliseconds: as much as
 * the path carries in the time of its quickest answer and those. Not thread-safe.
 */
final class PagePrefetch {

    /** 64 KiB: CRIU fetches no less at a time in the background, but for the end of a range. */
    static final long PIECE = 16;

    /** 512 KiB may be on its way. */
    static final long MOST_COMING = 128;

    /** What a touched page may have to wait for, beside one piece. */
    private static final double WAIT_NANOS = Duration.ofMillis(8).toNanos();

    /** A rate that was seen is believed for some samples: one that stumbles is no slow path. */
    private static final double BELIEF = 0.9;

    private static final long SAMPLE = 4 * PIECE;

    private final PagesLeft left = new PagesLeft();
    private final Deque<Question> questions = new ArrayDeque<>();
    private long coming;
    private long window = 2 * PIECE;
    private long quickestNanos = Long.MAX_VALUE;
    private double pagesPerNano;

    /** The sample that is being taken: since when, and what came since then. */
    private long sampleNanos;

    private long sample;

    /** On its way to the source, or its answer on the way back. */
    private static final class Question {

        private final PageRange range;
        private final long sentNanos;

        /** Whether CRIU can answer all of it at once. */
        private final boolean whole;

        private long arrived;

        Question(PageRange range, boolean whole, long sentNanos) {
            this.range = range;
            this.whole = whole;
            this.sentNanos = sentNanos;
        }

        boolean beganWith(PageRange answer) {
            return range.image() == answer.image() && range.address() == answer.address();
        }

        boolean brings(long image, long address) {
            return image == range.image()
                    && address >= range.address() + arrived * PageRange.PAGE
                    && address < range.end();
        }
    }

    /** The pages that the dump's files left out. */
    void know(List<PageRange> leftOut) {
        left.know(leftOut);
    }

    /** A page came, whoever asked for it. */
    void came(long image, long address) {
        left.mark(new PageRange(image, address, 1));
        Question first = questions.peek();
        if (first != null && first.brings(image, address)) {
            first.arrived = (address - first.range.address()) / PageRange.PAGE + 1;
        }
    }

    /**
     * An answer is over. One to a question of the source's own is of no interest. Questions before
     * the one that it answers are not counted on any more: answers keep their order.
     */
    void answered(PageRange answer, long now) {
        Optional<Question> known =
                questions.stream().filter(question -> question.beganWith(answer)).findFirst();
        if (known.isEmpty()) {
            return;
        }
        Question question;
        do {
            question = questions.remove();
            coming -= question.range.pages();
        } while (question != known.get());
        quickestNanos = Math.min(quickestNanos, now - question.sentNanos);
        sample += question.range.pages();
        if (sample >= SAMPLE || (coming == 0 && sample >= PIECE)) {
            follow(Math.max(1, now - sampleNanos));
            sampleNanos = now;
            sample = 0;
        }
    }

    private void follow(long tookNanos) {
        pagesPerNano = Math.max(BELIEF * pagesPerNano, (double) sample / tookNanos);
        long carried = (long) (pagesPerNano * (quickestNanos + WAIT_NANOS));
        window = Math.clamp(carried, PIECE, MOST_COMING);
    }

    /** Whether the page is on its way, for sure. */
    boolean isComing(long image, long address) {
        return questions.stream().anyMatch(each -> each.whole && each.brings(image, address));
    }

    /**
     * What to ask for together with the first page of the range, which is not here: at most the
     * range, and nothing that was asked for before; empty if nothing is known of it.
     */
    Optional<PageRange> together(PageRange range) {
        OptionalLong pages = left.together(range);
        return pages.isPresent() ? Optional.of(range.first(pages.getAsLong())) : Optional.empty();
    }

    /** A question goes out. */
    void sent(PageRange question, long now) {
        OptionalLong together = left.together(question);
        boolean whole = together.isPresent() && together.getAsLong() == question.pages();
        if (coming == 0) {
            sampleNanos = now;
            sample = 0;
        }
        questions.add(new Question(question, whole, now));
        coming += question.pages();
        left.mark(question);
    }

    /**
     * Questions to ask now that CRIU has asked for something in the background; they count as sent.
     *
     * @param room so many pages may be on their way, however quick the source is
     */
    List<PageRange> more(PageRange asked, long room, long now) {
        List<PageRange> more = new ArrayList<>();
        while (coming + PIECE <= Math.min(window, room)) {
            Optional<PageRange> next = left.next(asked.image(), asked.address(), PIECE);
            if (next.isEmpty()) {
                break;
            }
            sent(next.get(), now);
            more.add(next.get());
        }
        return more;
    }
}
