package io.transship.daemon.session.pages.ahead;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What CRIU asked for, and what of it is here. Not thread-safe. */
final class Ask {

    /** More is not kept for one answer, which may be shorter than the question. */
    private static final long LONGEST_ANSWER = 256;

    private final PageRange range;
    private final boolean touched;
    private final List<byte[]> pages = new ArrayList<>();
    private boolean ready;

    private boolean standsBack;

    Ask(PageRange asked) {
        range = asked.first(LONGEST_ANSWER);
        touched = asked.pages() == 1;
    }

    /** Whether the copy waits for it; CRIU asks for single pages then, and seldom else. */
    boolean isTouched() {
        return touched;
    }

    /** What is fetched in the background where the shelf ends: it is in nobody's way so long. */
    void standBack() {
        standsBack = true;
    }

    boolean standsBack() {
        return standsBack;
    }

    /** Keeps the first page alone; returns the others, in their order. */
    List<byte[]> keepFirst() {
        List<byte[]> others = pages.subList(1, pages.size());
        List<byte[]> rest = List.copyOf(others);
        others.clear();
        return rest;
    }

    PageRange range() {
        return range;
    }

    /** The address of the first page that is missing. */
    long next() {
        return range.address() + (long) pages.size() * PageRange.PAGE;
    }

    /** Whether the page is the next one for it. */
    boolean wants(long image, long address) {
        return !ready && image == range.image() && address == next();
    }

    /** Whether the page would be one for it, now or later. */
    boolean mayWant(long image, long address) {
        return !ready && image == range.image() && address >= next() && address < range.end();
    }

    void add(byte[] page) {
        pages.add(page);
        ready = pages.size() == range.pages();
    }

    boolean hasAny() {
        return !pages.isEmpty();
    }

    /** What is here will do, if there is anything. */
    void content() {
        ready |= hasAny();
    }

    boolean isReady() {
        return ready;
    }

    /** Header and pages. */
    byte[] answer() {
        ByteBuffer answer =
                ByteBuffer.allocate(PageMessage.HEADER + pages.size() * PageRange.PAGE)
                        .order(ByteOrder.nativeOrder());
        PageMessage.answer(answer, range.first(pages.size()));
        pages.forEach(answer::put);
        return answer.array();
    }
}
