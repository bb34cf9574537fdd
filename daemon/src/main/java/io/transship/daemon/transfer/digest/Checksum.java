package io.transship.daemon.transfer.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Enough to notice that bytes changed by accident; not against somebody who wants to deceive.
 *
 * @param size in bytes
 * @param crc32c of the bytes
 */
public record Checksum(long size, int crc32c) {

    private static final int CHUNK = 1 << 18;

    /**
     * What files are read into; one for many files, since a new one costs more than a small file.
     */
    public static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(CHUNK);
    }

    /**
     * That of a file as it is now.
     *
     * @param buffer from {@link #buffer}
     */
    public static Checksum of(Path file, ByteBuffer buffer) throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                size += buffer.remaining();
                crc.update(buffer);
            }
        }
        return new Checksum(size, (int) crc.getValue());
    }
}
