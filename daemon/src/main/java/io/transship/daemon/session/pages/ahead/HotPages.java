package io.transship.daemon.session.pages.ahead;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * The pages that a post-copy's copy will touch before it can answer: where its threads point, data,
 * stacks, small heaps, and where large ones begin and end. Asked of CRIU before anybody else asks,
 * they are on their way while the target restores. A guess costs time, never correctness: what was
 * not asked for ahead is asked for when it is touched.
 */
public final class HotPages {

    /** 2 MiB: what travels in the time of a restore on a fast link. */
    private static final long MOST = 512;

    /** On a slow link no more than it carries in about that time. */
    private static final long RESTORE_MS = 60;

    private static final int MOST_RANGES = 512;

    /** A range no longer than that is wanted whole, before any edge of a longer one. */
    private static final long SMALL = 128;

    /** Of each end of a longer range. */
    private static final long EDGE = 16;

    private HotPages() {}

    /**
     * Asks the page server for them; nothing else may be asking yet.
     *
     * @param dump the folder with the dump's files
     * @param criu what the page server is told
     * @param bitsPerSecond that the migration may send; 0: no bound
     */
    public static void ask(Path dump, OutputStream criu, long bitsPerSecond) throws IOException {
        List<PageRange> hot =
                choose(PagemapImage.leftOut(dump), ThreadPointers.pages(dump), most(bitsPerSecond));
        criu.write(PageMessage.gets(hot).array());
        criu.flush();
    }

    static long most(long bitsPerSecond) {
        long carried = bitsPerSecond / 8 * RESTORE_MS / 1000 / PageRange.PAGE;
        return bitsPerSecond == 0 ? MOST : Math.min(MOST, carried);
    }

    /**
     * Pages that threads point to first; then small ranges, the smallest of them before; then the
     * edges of the others. CRIU cuts what is larger than its pipes into ranges; where two of them
     * meet there is no edge.
     *
     * @param all by process and address, as CRIU lists them
     * @param pointers addresses of pages, by the number of the process in the dump
     */
    static List<PageRange> choose(
            List<PageRange> all, Map<Long, NavigableSet<Long>> pointers, long most) {
        List<PageRange> wanted = new ArrayList<>();
        for (PageRange range : all) {
            for (long page : pointed(range, pointers)) {
                wanted.add(new PageRange(range.image(), page, 1));
            }
        }
        for (PageRange range : guess(all)) {
            wanted.addAll(without(range, pointed(range, pointers)));
        }
        return cut(wanted, most);
    }

    private static NavigableSet<Long> pointed(
            PageRange range, Map<Long, NavigableSet<Long>> pointers) {
        return pointers.getOrDefault(range.image(), Collections.emptyNavigableSet())
                .subSet(range.address(), true, range.end(), false);
    }

    private static List<PageRange> guess(List<PageRange> all) {
        List<PageRange> wanted = new ArrayList<>();
        all.stream()
                .filter(range -> range.pages() <= SMALL)
                .sorted(Comparator.comparingLong(PageRange::pages))
                .forEach(wanted::add);
        for (int i = 0; i < all.size(); i++) {
            PageRange range = all.get(i);
            if (range.pages() > SMALL) {
                if (i == 0 || !all.get(i - 1).touches(range)) {
                    wanted.add(range.first(EDGE));
                }
                if (i == all.size() - 1 || !range.touches(all.get(i + 1))) {
                    wanted.add(range.last(EDGE));
                }
            }
        }
        return wanted;
    }

    /** What lies between pages of it. */
    private static List<PageRange> without(PageRange range, NavigableSet<Long> pages) {
        List<PageRange> parts = new ArrayList<>();
        long from = range.address();
        for (long page : pages) {
            if (page > from) {
                parts.add(PageRange.between(range.image(), from, page));
            }
            from = page + PageRange.PAGE;
        }
        if (range.end() > from) {
            parts.add(PageRange.between(range.image(), from, range.end()));
        }
        return parts;
    }

    private static List<PageRange> cut(List<PageRange> wanted, long most) {
        List<PageRange> chosen = new ArrayList<>();
        long left = most;
        for (PageRange range : wanted) {
            if (left == 0 || chosen.size() == MOST_RANGES) {
                break;
            }
            PageRange part = range.first(left);
            chosen.add(part);
            left -= part.pages();
        }
        return chosen;
    }
}
