package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Frames on a stream: type (1 byte), length of the payload (4, big endian), payload. */
final class Frames {

    /** A payload is never longer. */
    static final int MAX_PAYLOAD = 1 << 20;

    static final int HEADER = 5;

    /** What the protocol in this file is. */
    static final byte VERSION = 1;

    private Frames() {}

    /**
     * A frame that was read.
     *
     * @param payload from its position to its limit; valid until the next read
     */
    record Frame(FrameType type, ByteBuffer payload) {}

    /** Writes frames; one write call of the stream each. Not thread-safe. */
    static final class Writer {

        private final OutputStream out;
        private final ByteBuffer buffer = ByteBuffer.allocate(HEADER + (256 << 10));

        Writer(OutputStream out) {
            this.out = out;
        }

        /** Where {@link #send} takes its payload from, empty at first. */
        ByteBuffer payload() {
            return buffer.clear().position(HEADER);
        }

        /** Sends what lies in the buffer since {@link #payload}. */
        void send(FrameType type) throws IOException {
            int end = buffer.position();
            buffer.put(0, type.number()).putInt(1, end - HEADER);
            out.write(buffer.array(), 0, end);
        }

        void send(FrameType type, byte[] payload) throws IOException {
            payload().put(payload);
            send(type);
        }

        void flush() throws IOException {
            out.flush();
        }
    }

    /** Reads frames. Not thread-safe. */
    static final class Reader {

        private final DataInputStream in;
        private final int limit;
        private byte[] payload = new byte[4096];

        /** {@code limit}: the longest payload that is accepted. */
        Reader(InputStream in, int limit) {
            this.in = new DataInputStream(in);
            this.limit = limit;
        }

        /**
         * The next frame.
         *
         * @throws EOFException if the stream ended, between two frames or within one
         */
        Frame read() throws IOException {
            FrameType type = FrameType.of(in.readUnsignedByte());
            int length = in.readInt();
            if (length < 0 || length > limit) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "a frame of " + Integer.toUnsignedString(length) + " bytes is too long.");
            }
            if (length > payload.length) {
                payload = new byte[limit];
            }
            in.readFully(payload, 0, length);
            return new Frame(type, ByteBuffer.wrap(payload, 0, length));
        }
    }
}
