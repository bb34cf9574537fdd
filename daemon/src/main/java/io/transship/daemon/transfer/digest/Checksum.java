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

    private static final int CHUNK = 1 << 20;

    /** That of a file as it is now. */
    public static Checksum of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                size += buffer.remaining();
                crc.update(buffer);
                buffer.clear();
            }
        }
        return new Checksum(size, (int) crc.getValue());
    }
}
