package io.transship.daemon.transfer.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.nio.ByteBuffer;

/**
 * Unpacks chunks, each by itself and none larger than a bound, whatever it claims. Not thread-safe.
 */
public final class Decompressor implements AutoCloseable {

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final int largest;
    private byte[] plain = new byte[0];

    /** {@code largest}: bytes of a plain chunk at most. */
    public Decompressor(int largest) {
        this.largest = largest;
    }

    /**
     * The plain chunk, valid until the next one.
     *
     * @param packed from its position to its limit; backed by an array
     * @param size that it must have
     * @throws TransshipException PROTOCOL_VIOLATION if it is anything else
     */
    public ByteBuffer unpack(ByteBuffer packed, int size) {
        requirePossible(size);
        if (plain.length < size) {
            plain = new byte[Math.min(largest, Math.max(size, 2 * plain.length))];
        }
        unpack(packed, plain, size);
        return ByteBuffer.wrap(plain, 0, size);
    }

    /**
     * The same, to an array of the caller's.
     *
     * @param into as long as the largest plain chunk
     * @throws TransshipException PROTOCOL_VIOLATION if it is anything else
     */
    public void unpack(ByteBuffer packed, byte[] into, int size) {
        requirePossible(size);
        try {
            int actual =
                    context.decompressByteArray(
                            into,
                            0,
                            size,
                            packed.array(),
                            packed.arrayOffset() + packed.position(),
                            packed.remaining());
            if (actual != size) {
                throw violation("a packed chunk of " + size + " bytes has " + actual);
            }
        } catch (ZstdException e) {
            throw violation("a packed chunk can't be unpacked: " + e.getMessage());
        }
    }

    private void requirePossible(int size) {
        if (size <= 0 || size > largest) {
            throw violation("a packed chunk claims " + size + " bytes");
        }
    }

    private static TransshipException violation(String what) {
        return new TransshipException(FailureCode.PROTOCOL_VIOLATION, what + ".");
    }

    @Override
    public void close() {
        context.close();
    }
}
