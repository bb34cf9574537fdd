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
 * <p>The source answers in the order of the questions, and a page that is touched comes behind
 * whatever was asked for before it. So there is a window, as there is for congestion: as much as
 * the path carries in the time in which the quickest answer began and {@link #WAIT}. What it
 * carries is learnt from each answer, and never taken for more than it is, however bytes are
 * bundled on their way: it is what came since the question was sent, by the time since then. On a
 * slow path the questions are small as well, since a touched page comes behind the one that passes
 * the window, and behind CRIU's own. Not thread-safe.
 */
final class PagePrefetch {

    /** 64 KiB: CRIU fetches no less at a time in the background, but for the end of a range. */
    static final long PIECE = 16;

    /** 8 KiB: no question is for less. */
    static final long LEAST_PIECE = 2;

    /** 512 KiB may be on its way. */
    static final long MOST_COMING = 128;

    /** What a touched page may have to wait for, beside the answers' own way and one piece. */
    static final Duration WAIT = Duration.ofMillis(8);

    private static final double WAIT_NANOS = WAIT.toNanos();

    /** 64 KiB may be on its way as long as nothing is known of the path: 52 ms at 10 Mbit/s. */
    private static final long START = 16;

    /**
     * Of a rate as much is believed after a round trip that did not come to it, though more would
     * have been asked for: one that stumbles is no slow path.
     */
    private static final double BELIEF = 0.6;

    private final PagesLeft left = new PagesLeft();
    private final Deque<Question> questions = new ArrayDeque<>();
    private long coming;
    private final Neighbours neighbours = new Neighbours();
    private double window = START;
    private long piece = START / 2;

    /** From a question until its answer began, at the quickest. */
    private long quickestNanos = Long.MAX_VALUE;

    /** Pages that questions of ours brought, from the beginning. */
    private long delivered;

    /** Of the path, as far as it is believed. */
    private double pagesPerNano;

    /** The round ends with the answer to a question that was sent when so much was delivered. */
    private long roundEnds;

    /** In this round: the best rate, and whether more would have been asked for. */
    private double best;

    private boolean full;

    /** On its way to the source, or its answer on the way back. */
    private static final class Question {

        private final PageRange range;
        private final long sentNanos;

        /** When it was sent. */
        private final long deliveredBefore;

        /** Whether CRIU can answer all of it at once. */
        private final boolean whole;

        private long arrived;

        Question(PageRange range, boolean whole, long sentNanos, long deliveredBefore) {
            this.range = range;
            this.whole = whole;
            this.sentNanos = sentNanos;
            this.deliveredBefore = deliveredBefore;
        }

        /** What the source sends by itself may begin at the same page, and is mostly more. */
        boolean beganWith(PageRange answer) {
            return range.image() == answer.image()
                    && range.address() == answer.address()
                    && range.pages() >= answer.pages();
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

    /** An answer begins. */
    void began(PageRange answer, long now) {
        asked(answer)
                .ifPresent(
                        question ->
                                quickestNanos =
                                        Math.min(
                                                quickestNanos,
                                                Math.max(1, now - question.sentNanos)));
    }

    private Optional<Question> asked(PageRange answer) {
        return questions.stream().filter(question -> question.beganWith(answer)).findFirst();
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
        Optional<Question> known = asked(answer);
        if (known.isEmpty()) {
            return;
        }
        Question question;
        do {
            question = questions.remove();
            coming -= question.range.pages();
            delivered += question.range.pages();
        } while (question != known.get());
        long tookNanos = Math.max(1, now - question.sentNanos);
        neighbours.took(question.range.pages(), tookNanos);
        learn(question, (double) (delivered - question.deliveredBefore) / tookNanos);
    }

    private void learn(Question question, double rate) {
        best = Math.max(best, rate);
        if (question.deliveredBefore >= roundEnds) {
            pagesPerNano *= full && best < pagesPerNano ? BELIEF : 1;
            roundEnds = delivered;
            best = rate;
            full = false;
        }
        // A rate that fills the window many times over would be believed for too long.
        double most = MOST_COMING / (quickestNanos + WAIT_NANOS);
        pagesPerNano = Math.min(most, Math.max(pagesPerNano, best));
        window = pagesPerNano * (quickestNanos + WAIT_NANOS);
        piece = Math.clamp((long) (pagesPerNano * WAIT_NANOS / 2), LEAST_PIECE, PIECE);
    }

    /** So much is asked for at a time: what comes in half of the wait, at most 64 KiB. */
    long piece() {
        return piece;
    }

    /** So many pages are asked for where one is touched, itself among them. */
    long around() {
        return neighbours.count();
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
        questions.add(new Question(question, whole, now, delivered));
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
        while (coming + piece <= room) {
            if (coming >= window) {
                full = true;
                break;
            }
            Optional<PageRange> next = left.next(asked.image(), asked.address(), piece);
            if (next.isEmpty()) {
                break;
            }
            sent(next.get(), now);
            more.add(next.get());
        }
        return more;
    }
}
