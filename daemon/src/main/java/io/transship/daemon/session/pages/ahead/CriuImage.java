package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A file of CRIU's: two magic numbers, then messages of protocol buffers, each behind its size (4
 * bytes, little endian). Not thread-safe.
 */
final class CriuImage {

    private static final int COMMON = 0x54564319;

    private final ByteBuffer bytes;
    private final int longest;

    /**
     * An image, before its first message.
     *
     * @param magic what kind of image it is to be
     * @param longest bytes of a message at most
     * @throws TransshipException PROTOCOL_VIOLATION if it is none of that kind
     */
    CriuImage(byte[] content, int magic, int longest) {
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        this.longest = longest;
        if (content.length < 8 || bytes.getInt() != COMMON || bytes.getInt() != magic) {
            throw broken();
        }
    }

    /**
     * The next message, from the buffer's position to its limit; empty behind the last one.
     *
     * @throws TransshipException PROTOCOL_VIOLATION if it is longer than the file or the bound
     */
    Optional<ByteBuffer> next() {
        if (!bytes.hasRemaining()) {
            return Optional.empty();
        }
        if (bytes.remaining() < Integer.BYTES) {
            throw broken();
        }
        int size = bytes.getInt();
        if (size < 0 || size > Math.min(bytes.remaining(), longest)) {
            throw broken();
        }
        ByteBuffer message = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return Optional.of(message);
    }

    static TransshipException broken() {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION,
                "that is no image of CRIU's as this release knows it.");
    }
}
