package io.transship.daemon.transfer;

import io.transship.daemon.transfer.compression.Compressor;
import io.transship.daemon.transfer.digest.ChunkDigest;
import io.transship.daemon.transfer.frame.FrameType;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.daemon.transfer.frame.Unit;
import io.transship.daemon.transfer.pace.RateCap;
import java.nio.ByteBuffer;

/**
 * Puts frames together, small ones into one write, and chunks compressed where that is faster. Not
 * thread-safe.
 */
final class FrameWriter implements AutoCloseable {

    private final SenderLink link;
    private final RateCap cap;
    private final Compressor compressor = new Compressor(System::nanoTime);
    private final byte[] packed = new byte[Compressor.bound(ChunkDigest.CHUNK)];
    private Unit unit;

    FrameWriter(SenderLink link, RateCap cap) {
        this.link = link;
        this.cap = cap;
        this.unit = link.unit();
    }

    /** A small frame; it goes with the next flush, or when enough has gathered. */
    void put(FrameType type, ByteBuffer payload) {
        unit.buffer().put(type.number()).putInt(payload.remaining()).put(payload);
        unit.added();
        flushIfFull();
    }

    /** Where a chunk is to be put; {@link #endChunk} must come before any other frame. */
    ByteBuffer chunk() {
        return ByteBuffer.wrap(unit.array(), unit.length() + Frames.HEADER, ChunkDigest.CHUNK)
                .slice();
    }

    /** The chunk is there, with that many bytes. */
    void endChunk(int length) {
        ByteBuffer buffer = unit.buffer();
        int start = buffer.position() + Frames.HEADER;
        compressor.link(link.rate().within(cap), link.rate().saturated());
        int shorter = compressor.pack(unit.array(), start, length, packed);
        if (shorter > 0) {
            buffer.put(FrameType.PACKED.number())
                    .putInt(Integer.BYTES + shorter)
                    .putInt(length)
                    .put(packed, 0, shorter);
        } else {
            buffer.put(FrameType.DATA.number()).putInt(length).position(start + length);
        }
        unit.added();
        flushIfFull();
    }

    private void flushIfFull() {
        if (unit.length() > Unit.GATHER) {
            flush();
        }
    }

    /** What has gathered is sent. */
    void flush() {
        if (!unit.isEmpty()) {
            link.send(unit);
            unit = link.unit();
        }
    }

    /** What has gathered is sent, and then nothing for a while. */
    void rest() {
        flush();
        compressor.rested();
    }

    @Override
    public void close() {
        compressor.close();
    }
}
