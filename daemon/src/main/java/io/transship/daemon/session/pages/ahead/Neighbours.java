package io.transship.daemon.session.pages.ahead;

import java.util.Arrays;

/**
 * How many pages are asked for together where the copy touches one: it will want those behind it
 * soon, and on most paths they cost nothing. On a slow one they do, since the answer is waited for
 * as a whole: there it is no more than comes in {@link PagePrefetch#WAIT} beside the page itself.
 *
 * <p>A long way and a narrow one are told apart by asking for a single page now and then, once
 * answers take longer than that: what the others take in addition is their own. Not thread-safe.
 */
final class Neighbours {

    /** The touched page, and seven behind it. */
    static final int MOST = 8;

    private static final int LEAST = 2;

    /** Of so many questions one is about a single page, if answers take long. */
    private static final int LONE = 8;

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** By number of pages: the quickest answer about so many or more. */
    private final long[] quickest = new long[MOST + 1];

    private int asked;

    Neighbours() {
        Arrays.fill(quickest, UNKNOWN);
    }

    /** An answer about so many pages took so long, whatever was before it on its way. */
    void took(long pages, long nanos) {
        for (int i = 1; i <= Math.min(pages, MOST); i++) {
            quickest[i] = Math.min(quickest[i], nanos);
        }
    }

    /** How many to ask for now; each call stands for a question. */
    int count() {
        long wait = PagePrefetch.WAIT.toNanos();
        if (quickest[MOST] <= wait || quickest[1] == UNKNOWN) {
            return MOST;
        }
        if (asked++ % LONE == 0) {
            return 1;
        }
        long perPage = perPage();
        return perPage == 0 ? MOST : Math.clamp(1 + wait / perPage, LEAST, MOST);
    }

    /** What a page takes by itself, in ns: no answer says more than it was. */
    private long perPage() {
        long least = UNKNOWN;
        for (int i = LEAST; i <= MOST; i++) {
            if (quickest[i] != UNKNOWN) {
                least = Math.min(least, (quickest[i] - quickest[1]) / (i - 1));
            }
        }
        return least == UNKNOWN ? 0 : least;
    }
}
