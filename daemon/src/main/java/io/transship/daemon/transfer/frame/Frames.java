package io.transship.daemon.transfer.frame;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.ChunkDigest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Frames on a stream: type (1 byte), length of the payload (4, big endian), payload. */
public final class Frames {

    /** Bytes of type and length. */
    public static final int HEADER = 5;

    /** A payload is never longer: a chunk, and room for what stands before it. */
    public static final int MAX_PAYLOAD = ChunkDigest.CHUNK + 1024;

    /** What the protocol in this file is. */
    public static final byte VERSION = 2;

    private Frames() {}

    /**
     * A frame that was read.
     *
     * @param payload from its position to its limit; valid until the next read
     */
    public record Frame(FrameType type, ByteBuffer payload) {

        /** The payload, if it has at least that many bytes. */
        public ByteBuffer atLeast(int bytes) {
            if (payload.remaining() < bytes) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION, "a frame " + type + " is too short.");
            }
            return payload;
        }

        /** The same, valid for ever. */
        Frame copy() {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return new Frame(type, ByteBuffer.wrap(bytes));
        }

        /** The next bytes of the payload. */
        public byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            atLeast(count).get(bytes);
            return bytes;
        }
    }

    /** Writes one frame in one write call of the stream. */
    public static void write(OutputStream out, FrameType type, ByteBuffer payload)
            throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.remaining());
        frame.put(type.number()).putInt(payload.remaining()).put(payload);
        out.write(frame.array());
    }

    /** Told when bytes came. */
    public interface Arrival {
        /** {@code bytes} more of the frame that is being read. */
        void came(int bytes) throws IOException;

        /** The frame is whole. */
        void ended();
    }

    /** Reads frames. Not thread-safe. */
    public static final class Reader {

        private static final Arrival UNWATCHED =
                new Arrival() {
                    @Override
                    public void came(int bytes) {}

                    @Override
                    public void ended() {}
                };

        private final InputStream in;
        private final int limit;
        private final Arrival arrival;
        private byte[] bytes = new byte[512];

        /** {@code limit}: the longest payload that is accepted. */
        public Reader(InputStream in, int limit) {
            this(in, limit, UNWATCHED);
        }

        /** {@code arrival}: told of all that comes, headers too. */
        public Reader(InputStream in, int limit, Arrival arrival) {
            this.in = in;
            this.limit = limit;
            this.arrival = arrival;
        }

        /**
         * The next frame.
         *
         * @throws EOFException if the stream ended, between two frames or within one
         */
        public Frame read() throws IOException {
            fill(HEADER);
            FrameType type = FrameType.of(bytes[0]);
            int length = ByteBuffer.wrap(bytes).getInt(1);
            if (length < 0 || length > limit) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "a frame of " + Integer.toUnsignedString(length) + " bytes is too long.");
            }
            if (length > bytes.length) {
                bytes = new byte[Math.min(limit, Math.max(length, 2 * bytes.length))];
            }
            fill(length);
            arrival.ended();
            return new Frame(type, ByteBuffer.wrap(bytes, 0, length));
        }

        private void fill(int length) throws IOException {
            int at = 0;
            while (at < length) {
                int count = in.read(bytes, at, length - at);
                if (count < 0) {
                    throw new EOFException("the peer ended the connection");
                }
                at += count;
                arrival.came(count);
            }
        }
    }
}
