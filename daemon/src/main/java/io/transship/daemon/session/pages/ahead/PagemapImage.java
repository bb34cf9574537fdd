package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CRIU's list of the pages of one process: the number of the file with the pages, then a message
 * for each range: address (1), pages (5; before CRIU 4.2: 2), flags (4).
 */
final class PagemapImage {

    private static final Logger LOG = LoggerFactory.getLogger(PagemapImage.class);

    private static final long LARGEST = 16 << 20;
    private static final Pattern NAME = Pattern.compile("pagemap-(\\d{1,9})\\.img");

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
        CriuImage list = new CriuImage(content, PAGEMAP, LONGEST_MESSAGE);
        list.next().ifPresentOrElse(PagemapImage::numbers, PagemapImage::refuse);
        List<PageRange> ranges = new ArrayList<>();
        for (var message = list.next(); message.isPresent(); message = list.next()) {
            long[] fields = numbers(message.get());
            if ((fields[FLAGS] & (LAZY | PRESENT)) == LAZY) {
                long pages = fields[PAGES] != 0 ? fields[PAGES] : fields[OLD_PAGES];
                ranges.add(new PageRange(image, fields[ADDRESS], pages));
            }
        }
        return ranges;
    }

    private static void refuse() {
        throw CriuImage.broken();
    }

    /** The numbers of a message, by their fields; others than numbers are not in this image. */
    private static long[] numbers(ByteBuffer message) {
        long[] numbers = new long[PAGES + 1];
        MessageFields fields = new MessageFields(message);
        while (fields.next()) {
            if (!fields.isVarint()) {
                throw CriuImage.broken();
            }
            if (fields.field() > 0 && fields.field() < numbers.length) {
                numbers[(int) fields.field()] = fields.number();
            }
        }
        if (fields.isBroken()) {
            throw CriuImage.broken();
        }
        return numbers;
    }
}
