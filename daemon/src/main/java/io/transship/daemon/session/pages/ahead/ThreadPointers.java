package io.transship.daemon.session.pages.ahead;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the threads of a dump point: whatever number in their saved state may be an address, be it
 * a register, the stack's end, thread-local storage or the area for restartable sequences (which
 * the kernel itself writes before the thread runs). Their pages are touched first. No field is
 * known by its number, so that any architecture's will do; what is no address lies in no memory.
 */
final class ThreadPointers {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadPointers.class);

    private static final int CORE = 0x55053847;
    private static final int PSTREE = 0x50273030;

    private static final int PROCESS = 1;
    private static final int THREADS = 5;

    private static final long LARGEST = 1 << 20;
    private static final int DEEPEST = 4;

    private ThreadPointers() {}

    /**
     * Addresses of pages, by the number of the process in the dump; fewer if one of the files is
     * not there or not understood.
     */
    static Map<Long, NavigableSet<Long>> pages(Path dump) throws IOException {
        Map<Long, NavigableSet<Long>> pages = new HashMap<>();
        try {
            byte[] content = content(dump.resolve("pstree.img"));
            CriuImage tree = new CriuImage(content, PSTREE, (int) LARGEST);
            for (var each = tree.next(); each.isPresent(); each = tree.next()) {
                long process = 0;
                NavigableSet<Long> known = new TreeSet<>();
                MessageFields fields = new MessageFields(each.get());
                while (fields.next()) {
                    if (fields.field() == PROCESS) {
                        process = fields.number();
                    } else if (fields.field() == THREADS) {
                        Path core = dump.resolve("core-" + fields.number() + ".img");
                        known.addAll(ofThread(content(core)));
                    }
                }
                pages.put(process, known);
            }
        } catch (TransshipException e) {
            LOG.warn("Where threads point is not known: {}", e.getMessage());
        }
        return pages;
    }

    private static byte[] content(Path file) throws IOException {
        boolean readable = Files.isRegularFile(file) && Files.size(file) <= LARGEST;
        return readable ? Files.readAllBytes(file) : new byte[0];
    }

    /**
     * Addresses of pages that one thread's saved state has.
     *
     * @param core the image of that state
     * @throws TransshipException PROTOCOL_VIOLATION if it is no such image
     */
    static Set<Long> ofThread(byte[] core) {
        Set<Long> pages = new HashSet<>();
        CriuImage image = new CriuImage(core, CORE, (int) LARGEST);
        image.next().ifPresent(state -> collect(new MessageFields(state), DEEPEST, pages));
        return pages;
    }

    /** A text may begin as a message does, by chance; its numbers harm nobody. */
    private static void collect(MessageFields fields, int depth, Set<Long> pages) {
        while (fields.next()) {
            if (fields.isInner()) {
                if (depth > 1) {
                    collect(fields.inner(), depth - 1, pages);
                }
            } else if (fields.number() >= PageRange.PAGE) {
                pages.add(fields.number() - fields.number() % PageRange.PAGE);
            }
        }
    }
}
