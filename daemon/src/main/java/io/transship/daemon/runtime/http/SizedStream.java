package io.transship.daemon.runtime.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of another stream; fewer are an error, not an end. */
final class SizedStream extends InputStream {

    private final InputStream in;
    private long left;

    SizedStream(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(bytes, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("the stream ended " + left + " bytes early");
        }
        left -= n;
        return n;
    }

    boolean atEnd() {
        return left == 0;
    }
}
