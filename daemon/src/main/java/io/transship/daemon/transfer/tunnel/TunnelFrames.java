package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.compression.Decompressor;
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
 * Of packed bytes the first four say how many they were.
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
        PING(2),
        /** The same, compressed on their way. */
        PACKED(3);

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

        /**
         * One frame.
         *
         * @param length of the payload; at most {@link TunnelFrames#MAX_BYTES}
         */
        synchronized void write(Type type, byte[] payload, int length) throws IOException {
            ByteBuffer.wrap(frame)
                    .put((byte) type.number)
                    .putInt(length)
                    .putInt(check(type.number, payload, length))
                    .put(payload, 0, length);
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
    static final class Reader implements AutoCloseable {

        private final DataInputStream in;
        private final byte[] payload = new byte[MAX_BYTES];
        private final Decompressor decompressor = new Decompressor(MAX_BYTES);
        private byte[] plain = new byte[0];
        private byte[] bytes = payload;
        private int length;

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        /**
         * The next frame; its bytes as they were before they were packed.
         *
         * @throws java.io.EOFException if the stream ended
         * @throws TransshipException PROTOCOL_VIOLATION, or DIGEST_MISMATCH if a bit flipped
         */
        Type read() throws IOException {
            int number = in.readUnsignedByte();
            Optional<Type> known = Type.of(number);
            length = in.readInt();
            int expected = in.readInt();
            Type type = known.orElse(Type.PING);
            int least = type == Type.PACKED ? Integer.BYTES : 0;
            if (known.isEmpty() || length < least || length > MAX_BYTES) {
                throw new TransshipException(
                        FailureCode.PROTOCOL_VIOLATION,
                        "no frame of a tunnel has the type %d and %d bytes."
                                .formatted(number, length));
            }
            in.readFully(payload, 0, length);
            if (check(number, payload, length) != expected) {
                throw new TransshipException(
                        FailureCode.DIGEST_MISMATCH,
                        "a chunk of memory pages is not what was sent.");
            }
            bytes = payload;
            if (type == Type.PACKED) {
                unpack();
            }
            return type;
        }

        private void unpack() {
            ByteBuffer packed = ByteBuffer.wrap(payload, 0, length);
            int size = packed.getInt();
            if (plain.length == 0) {
                plain = new byte[MAX_BYTES];
            }
            decompressor.unpack(packed, plain, size);
            bytes = plain;
            length = size;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        @Override
        public void close() {
            decompressor.close();
        }
    }
}
