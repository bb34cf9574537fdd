package io.transship.daemon.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Decodes "Transfer-Encoding: chunked" (RFC 9112, 7.1). A cut stream is an error, not an end. */
final class ChunkedStream extends InputStream {

    private static final int LONGEST_LINE = 1024;

    private final InputStream in;
    private @Nullable SizedStream chunk;
    private boolean ended;

    ChunkedStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        SizedStream current = chunk;
        if (!ended && (current == null || current.atEnd())) {
            current = next(current);
            chunk = current;
        }
        return ended || current == null ? -1 : current.read(bytes, offset, length);
    }

    private SizedStream next(@Nullable SizedStream last) throws IOException {
        if (last != null) {
            demandEmptyLine();
        }
        String size = HttpReply.line(in, LONGEST_LINE).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("'" + size + "' is not the size of a chunk");
        }
        SizedStream next = new SizedStream(in, Long.parseLong(size, 16));
        if (next.atEnd()) {
            ended = true;
            demandEmptyLine();
        }
        return next;
    }

    private void demandEmptyLine() throws IOException {
        if (!HttpReply.line(in, LONGEST_LINE).isEmpty()) {
            throw new IOException("a chunk does not end where it said");
        }
    }
}
