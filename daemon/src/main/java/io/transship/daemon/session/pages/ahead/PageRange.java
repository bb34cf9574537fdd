package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;

/**
 * Pages of one process that lie beside each other.
 *
 * @param image the number of the process in the dump
 * @param address of the first page, when it was dumped
 * @param pages how many; at least one
 */
record PageRange(long image, long address, long pages) {

    /** The bytes of a page. */
    static final int PAGE = 4096;

    /** No message is about more: CRIU's pipes hold 4 MiB. */
    static final int MOST = 1024;

    /** Refuses what can't be: PROTOCOL_VIOLATION. */
    PageRange {
        boolean aligned = address >= 0 && address % PAGE == 0;
        if (!aligned || pages <= 0 || pages > (Long.MAX_VALUE - address) / PAGE) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    "no memory has %d pages at %x.".formatted(pages, address));
        }
    }

    /** The address behind its last page. */
    long end() {
        return address + pages * PAGE;
    }

    /** The pages from one address to another, which is not among them. */
    static PageRange between(long image, long from, long to) {
        return new PageRange(image, from, (to - from) / PAGE);
    }

    /** Whether that one begins where this one ends. */
    boolean touches(PageRange next) {
        return image == next.image && end() == next.address;
    }

    /** The same range, without more pages than that. */
    PageRange first(long most) {
        return new PageRange(image, address, Math.min(pages, most));
    }

    /** The last pages of it. */
    PageRange last(long most) {
        long kept = Math.min(pages, most);
        return new PageRange(image, address + (pages - kept) * PAGE, kept);
    }
}
