package io.transship.daemon.transfer.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The digest of a file: SHA-256 over the check value of each of its chunks of 256 KiB (the last may
 * be shorter). A chunk's check value is its CRC-32C and its CRC-32, 8 bytes: together a CRC of
 * degree 64. It finds every flipped byte, and any other accident but one in 2^64; against intent
 * the bytes are guarded by TLS. It costs a tenth of a SHA-256, so that a file can be checked while
 * it comes and again before it is used. Not thread-safe.
 */
public final class ChunkDigest {

    /** Bytes of a chunk. */
    public static final int CHUNK = 256 << 10;

    /** Both values are taken of so much at a time: the second one finds it in the core's cache. */
    private static final int BLOCK = 16 << 10;

    private static final int CHUNK_SHIFT = JoinedCrc.shift(CHUNK);

    /** Bytes of a digest. */
    public static final int LENGTH = 32;

    private final CRC32C castagnoli = new CRC32C();
    private final CRC32 ethernet = new CRC32();
    private final MessageDigest chunks = sha256();
    private int inChunk;
    private int whole;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of a file as it lies on the disk. */
    public static byte[] of(Path file) throws IOException {
        ChunkDigest digest = new ChunkDigest();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return digest.finish();
    }

    /** More bytes, from the buffer's position to its limit, which stay as they are. */
    public void update(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int end = rest.limit();
        while (rest.position() < end) {
            int part = Math.min(Math.min(end - rest.position(), CHUNK - inChunk), BLOCK);
            rest.limit(rest.position() + part);
            castagnoli.update(rest.duplicate());
            ethernet.update(rest);
            inChunk += part;
            if (inChunk == CHUNK) {
                endChunk();
            }
            rest.limit(end);
        }
    }

    private void endChunk() {
        ByteBuffer value = ByteBuffer.allocate(2 * Integer.BYTES);
        int crc32c = (int) castagnoli.getValue();
        value.putInt(crc32c).putInt((int) ethernet.getValue());
        chunks.update(value.flip());
        int shift = inChunk == CHUNK ? CHUNK_SHIFT : JoinedCrc.shift(inChunk);
        whole = JoinedCrc.join(whole, crc32c, shift);
        castagnoli.reset();
        ethernet.reset();
        inChunk = 0;
    }

    /** The digest of what came; afterwards this object is of no use any more. */
    public byte[] finish() {
        if (inChunk > 0) {
            endChunk();
        }
        return chunks.digest();
    }

    /** The CRC-32C of all bytes, once {@link #finish} was called. */
    public int crc32c() {
        return whole;
    }
}
