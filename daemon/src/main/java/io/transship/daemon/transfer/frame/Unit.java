package io.transship.daemon.transfer.frame;

import java.nio.ByteBuffer;

/** Whole frames that go in one write, and are kept until the target has taken them. */
public final class Unit {

    /** Small frames gather up to here; a whole chunk has its place behind them. */
    public static final int GATHER = 64 << 10;

    private static final int CAPACITY = GATHER + Frames.HEADER + Frames.MAX_PAYLOAD;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);
    private long frames;
    private long before;

    /** Empty again, behind that many frames of the session. */
    public Unit clear(long framesBefore) {
        buffer.clear();
        frames = 0;
        before = framesBefore;
        return this;
    }

    /** Where the next frame is put together; {@link #added} when it is whole. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The frame that was put together is whole. */
    public void added() {
        frames++;
    }

    /** Whether it has no frame. */
    public boolean isEmpty() {
        return frames == 0;
    }

    /** The frames are its first {@link #length} bytes. */
    public byte[] array() {
        return buffer.array();
    }

    /** Bytes of all frames. */
    public int length() {
        return buffer.position();
    }

    /** The session's frames up to the last one in here. */
    public long framesThrough() {
        return before + frames;
    }

    /** Where the first frame begins that is not among the session's first {@code taken}. */
    public int offsetAfter(long taken) {
        int offset = 0;
        for (long frame = before; frame < taken; frame++) {
            offset += Frames.HEADER + buffer.getInt(offset + 1);
        }
        return offset;
    }
}
