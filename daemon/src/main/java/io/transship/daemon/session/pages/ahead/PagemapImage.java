package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CRIU's list of the pages of one process: two magic numbers, then messages of protocol buffers,
 * each behind its size (4 bytes, little endian): the number of the file with the pages, then a
 * message for each range: address (1), pages (5; before CRIU 4.2: 2), flags (4).
 */
final class PagemapImage {

    private static final Logger LOG = LoggerFactory.getLogger(PagemapImage.class);

    private static final long LARGEST = 16 << 20;
    private static final Pattern NAME = Pattern.compile("pagemap-(\\d{1,9})\\.img");

    private static final int COMMON = 0x54564319;
    private static final int PAGEMAP = 0x56084025;
    private static final int LONGEST_MESSAGE = 256;

    private static final int ADDRESS = 1;
    private static final int OLD_PAGES = 2;
    private static final int FLAGS = 4;
    private static final int PAGES = 5;

    /** Can be fetched after the restore; is in the dump's files. */
    private static final long LAZY = 2;

    private static final long PRESENT = 4;

    private PagemapImage() {}

    /**
     * The ranges that were left out of a dump's files, of all processes; none if one of the lists
     * is not understood.
     */
    static List<PageRange> leftOut(Path dump) throws IOException {
        List<PageRange> ranges = new ArrayList<>();
        try (var files = Files.newDirectoryStream(dump, "pagemap-*.img")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && Files.size(file) <= LARGEST) {
                    ranges.addAll(leftOut(Long.parseLong(name.group(1)), Files.readAllBytes(file)));
                }
            }
        } catch (TransshipException e) {
            LOG.warn("No pages are asked for ahead: {}", e.getMessage());
            return List.of();
        }
        return ranges;
    }

    /**
     * The ranges of one process that were left out.
     *
     * @throws TransshipException PROTOCOL_VIOLATION if it is no such image
     */
    static List<PageRange> leftOut(long image, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 8 || bytes.getInt() != COMMON || bytes.getInt() != PAGEMAP) {
            throw broken();
        }
        var _ = message(bytes);
        List<PageRange> ranges = new ArrayList<>();
        while (bytes.hasRemaining()) {
            long[] fields = message(bytes);
            if ((fields[FLAGS] & (LAZY | PRESENT)) == LAZY) {
                long pages = fields[PAGES] != 0 ? fields[PAGES] : fields[OLD_PAGES];
                ranges.add(new PageRange(image, fields[ADDRESS], pages));
            }
        }
        return ranges;
    }

    /** The numbers of a message, by their fields; others than numbers are not in this image. */
    private static long[] message(ByteBuffer bytes) {
        if (bytes.remaining() < Integer.BYTES) {
            throw broken();
        }
        int size = bytes.getInt();
        if (size < 0 || size > Math.min(bytes.remaining(), LONGEST_MESSAGE)) {
            throw broken();
        }
        int end = bytes.position() + size;
        long[] fields = new long[PAGES + 1];
        while (bytes.position() < end) {
            long tag = number(bytes, end);
            long value = number(bytes, end);
            if ((tag & 7) != 0) {
                throw broken();
            }
            long field = tag >>> 3;
            if (field > 0 && field < fields.length) {
                fields[(int) field] = value;
            }
        }
        return fields;
    }

    private static long number(ByteBuffer bytes, int end) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && bytes.position() < end; shift += 7) {
            byte part = bytes.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private static TransshipException broken() {
        return new TransshipException(
                FailureCode.PROTOCOL_VIOLATION, "that is no list of pages of CRIU's.");
    }
}
