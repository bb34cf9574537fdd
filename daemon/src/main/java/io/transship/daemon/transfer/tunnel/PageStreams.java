package io.transship.daemon.transfer.tunnel;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.transfer.digest.Checksum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a client of CRIU's says to its page server, understood far enough to know when it is through
 * and, where it sends pages, what the page server has to write: the pages of each image in their
 * order. CRIU 4.2's form: a header of 32 bytes in the host's byte order (command and flags, number
 * of pages, address, image), followed by the pages if a flag says so. Not thread-safe.
 */
public final class PageStreams implements StreamTap {

    private static final int HEADER = 32;
    private static final long PAGE = 4096;
    private static final int COMMANDS = 0xffff;
    private static final int ADD = 6;
    private static final int GET = 7;
    private static final int PRESENT = 4;
    private static final int CLOSE = 0x1023;
    private static final int FORCE_CLOSE = 0x1024;
    private static final long MOST_PAGES = 1L << 36;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
    private final Map<Long, Pages> images = new LinkedHashMap<>();
    private final CRC32C all = new CRC32C();
    private long total;
    private long left;
    private long image;
    private boolean closed;

    /** Nothing came yet. */
    public PageStreams() {}

    private static final class Pages {
        private final CRC32C crc = new CRC32C();
        private long size;
    }

    @Override
    public synchronized void passed(byte[] bytes, int length) {
        all.update(bytes, 0, length);
        total += length;
        int at = 0;
        while (at < length) {
            at += left > 0 ? pages(bytes, at, length - at) : header(bytes, at, length - at);
        }
    }

    private int pages(byte[] bytes, int at, int most) {
        int part = (int) Math.min(left, most);
        Pages pages = images.computeIfAbsent(image, _ -> new Pages());
        pages.crc.update(bytes, at, part);
        pages.size += part;
        left -= part;
        return part;
    }

    private int header(byte[] bytes, int at, int most) {
        int part = Math.min(header.remaining(), most);
        header.put(bytes, at, part);
        if (!header.hasRemaining()) {
            command(header.getInt(0), header.getLong(8), header.getLong(24));
            header.clear();
        }
        return part;
    }

    private void command(int command, long pages, long destination) {
        int verb = command & COMMANDS;
        int flags = command >>> 16;
        boolean closes = verb == CLOSE || verb == FORCE_CLOSE;
        if (closed || !(closes || (verb > 0 && verb <= GET))) {
            throw violation("command " + verb);
        }
        closed = closes;
        if (verb == ADD && (flags & PRESENT) != 0) {
            if (pages <= 0 || pages > MOST_PAGES) {
                throw violation(pages + " pages");
            }
            image = destination;
            left = pages * PAGE;
        }
    }

    private static TransshipException violation(String what) {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION,
                "CRIU's page stream has " + what + ", which this release does not know.");
    }

    /** Whether the stream came to its proper end. */
    public synchronized boolean isComplete() {
        return closed && left == 0 && header.position() == 0;
    }

    /** All its bytes, headers included. */
    public synchronized Checksum stream() {
        return new Checksum(total, (int) all.getValue());
    }

    /** The pages of each image that has any, in the order in which they began. */
    public synchronized List<Checksum> images() {
        List<Checksum> sums = new ArrayList<>();
        images.values()
                .forEach(each -> sums.add(new Checksum(each.size, (int) each.crc.getValue())));
        return sums;
    }
}
