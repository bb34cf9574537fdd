package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Headers of CRIU 4.2's page protocol: 32 bytes in the host's byte order; command, padding, number
 * of pages, address, image. An answer's header is followed by its pages.
 */
final class PageMessage {

    static final int HEADER = 32;

    /** The answer's first four bytes; what closes a session begins with zeros instead. */
    static final int ANSWER = 4 << 16 | 6;

    private static final int GET = 7;
    private static final int CLOSE = 0x1023;
    private static final int FORCE_CLOSE = 0x1024;

    private PageMessage() {}

    static ByteBuffer buffer() {
        return ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
    }

    /** Questions for pages, one after the other, to be read. */
    static ByteBuffer gets(List<PageRange> ranges) {
        ByteBuffer to = ByteBuffer.allocate(ranges.size() * HEADER).order(ByteOrder.nativeOrder());
        ranges.forEach(range -> put(to, GET, range));
        return to.flip();
    }

    /** What an answer begins with. */
    static void answer(ByteBuffer to, PageRange range) {
        put(to, ANSWER, range);
    }

    private static void put(ByteBuffer to, int command, PageRange range) {
        to.putInt(command)
                .putInt(0)
                .putLong(range.pages())
                .putLong(range.address())
                .putLong(range.image());
    }

    static boolean isGet(ByteBuffer header) {
        return header.getInt(0) == GET;
    }

    static boolean isClose(ByteBuffer header) {
        return header.getInt(0) == CLOSE || header.getInt(0) == FORCE_CLOSE;
    }

    /** The range that a request or an answer is about; PROTOCOL_VIOLATION if none can be. */
    static PageRange range(ByteBuffer header) {
        PageRange range = new PageRange(header.getLong(24), header.getLong(16), header.getLong(8));
        if (range.pages() > PageRange.MOST) {
            throw violation("a message about " + range.pages() + " pages");
        }
        return range;
    }

    static TransshipException violation(String what) {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION,
                "CRIU's page protocol has " + what + ", which this release does not know.");
    }
}
