package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Frames of a tunnel: type (1 byte), length (4, big endian), CRC-32C of bytes and type (4), bytes.
 */
final class TunnelFrames {

    /** No frame carries more. */
    static final int MAX_BYTES = 256 << 10;

    private static final int HEADER = 9;

    private TunnelFrames() {}

    /** Of the bytes and then the type: one that flipped must not pass for another frame. */
    private static int check(int type, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        crc.update(type);
        return (int) crc.getValue();
    }

    /** What a frame says. */
    enum Type {
        /** Bytes of the local socket. */
        DATA(0),
        /** The local socket's stream ended: no more bytes come from here. */
        END(1),
        /** Somebody is here. */
        PING(2);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        static Optional<Type> of(int number) {
            return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
        }
    }

    /** Writes frames, one write call of the stream each. Thread-safe. */
    static final class Writer {

        private final OutputStream out;
        private final byte[] frame = new byte[HEADER + MAX_BYTES];
        private volatile long lastNanos = System.nanoTime();

        Writer(OutputStream out) {
            this.out = out;
        }

        synchronized void write(Type type, byte[] bytes, int length) throws IOException {
            ByteBuffer.wrap(frame)
                    .put((byte) type.number)
                    .putInt(length)
                    .putInt(check(type.number, bytes, length))
                    .put(bytes, 0, length);
            out.write(frame, 0, HEADER + length);
            out.flush();
            lastNanos = System.nanoTime();
        }

        void write(Type type) throws IOException {
            write(type, new byte[0], 0);
        }

        /** When the last frame went out. */
        long lastNanos() {
            return lastNanos;
        }
    }

    /** Reads frames; the bytes of one are valid until the next. Not thread-safe. */
    static final class Reader {

        private final DataInputStream in;
        private final byte[] bytes = new byte[MAX_BYTES];
        private int length;

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        /**
         * The next frame.
         *
         * @throws java.io.EOFException if the stream ended
         * @throws TransshipException PROTOCOL_VIOLATION, or DIGEST_MISMATCH if a bit flipped
         */
        Type read() throws IOException {
            int number = in.readUnsignedByte();
            Optional<Type> type = Type.of(number);
            length = in.readInt();
            int expected = in.readInt();
            if (type.isEmpty() || length < 0 || length > MAX_BYTES) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "no frame of a tunnel has the type %d and %d bytes."
                                .formatted(number, length));
            }
            in.readFully(bytes, 0, length);
            if (check(number, bytes, length) != expected) {
                throw new TransshipException(
                        FailureCode.DIGEST_MISMATCH,
                        "a chunk of memory pages is not what was sent.");
            }
            return type.get();
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }
    }
}
