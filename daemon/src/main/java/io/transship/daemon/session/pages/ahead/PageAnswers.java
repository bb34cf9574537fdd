package io.transship.daemon.session.pages.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What CRIU's page server says, page by page. Not thread-safe. */
final class PageAnswers {

    private final Sink sink;
    private final ByteBuffer header = PageMessage.buffer();
    private @Nullable PageRange range;
    private long done;
    private byte[] page = new byte[PageRange.PAGE];
    private int filled;
    private boolean over;

    /** Who takes it. */
    interface Sink {

        /** An answer about these pages begins. */
        void began(PageRange answer);

        /** A page, which is the taker's from now on. */
        void page(long image, long address, byte[] content) throws IOException;

        /** The last page of this answer was that. */
        void answered(PageRange answer) throws IOException;

        /** Whether the session may end: its end was asked for. */
        boolean isClosing();

        /** The session's end, word for word. */
        void closed(byte[] status) throws IOException;
    }

    PageAnswers(Sink sink) {
        this.sink = sink;
    }

    /** The next bytes, however they are cut; PROTOCOL_VIOLATION if nobody may say that. */
    void passed(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            PageRange answer = range;
            at += answer == null ? head(bytes, at, end) : content(answer, bytes, at, end);
        }
    }

    /** The first four bytes tell whether more belong to it. */
    private int head(byte[] bytes, int at, int end) throws IOException {
        if (over) {
            throw PageMessage.violation("something behind its end");
        }
        int wanted = header.position() < Integer.BYTES ? Integer.BYTES : PageMessage.HEADER;
        int part = Math.min(wanted - header.position(), end - at);
        header.put(bytes, at, part);
        if (header.position() == Integer.BYTES && header.getInt(0) != PageMessage.ANSWER) {
            if (!sink.isClosing()) {
                throw PageMessage.violation("an answer of kind " + header.getInt(0));
            }
            over = true;
            byte[] status = new byte[Integer.BYTES];
            header.get(0, status);
            sink.closed(status);
        } else if (!header.hasRemaining()) {
            PageRange answer = PageMessage.range(header);
            range = answer;
            done = 0;
            sink.began(answer);
            header.clear();
        }
        return part;
    }

    private int content(PageRange answer, byte[] bytes, int at, int end) throws IOException {
        int part = Math.min(PageRange.PAGE - filled, end - at);
        System.arraycopy(bytes, at, page, filled, part);
        filled += part;
        if (filled == PageRange.PAGE) {
            byte[] whole = page;
            page = new byte[PageRange.PAGE];
            filled = 0;
            sink.page(answer.image(), answer.address() + done * PageRange.PAGE, whole);
            done++;
            if (done == answer.pages()) {
                range = null;
                sink.answered(answer);
            }
        }
        return part;
    }
}
