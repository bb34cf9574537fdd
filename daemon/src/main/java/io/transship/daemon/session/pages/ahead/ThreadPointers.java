package io.transship.daemon.session.pages.ahead;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    static Map<Long, Set<Long>> pages(Path dump) throws IOException {
        Map<Long, Set<Long>> pages = new HashMap<>();
        try {
            byte[] content = content(dump.resolve("pstree.img"));
            CriuImage tree = new CriuImage(content, PSTREE, (int) LARGEST);
            for (var each = tree.next(); each.isPresent(); each = tree.next()) {
                UnknownFieldSet process = parse(each.get()).orElseThrow(CriuImage::broken);
                Set<Long> known = new LinkedHashSet<>();
                for (long thread : process.getField(THREADS).getVarintList()) {
                    known.addAll(ofThread(content(dump.resolve("core-" + thread + ".img"))));
                }
                process.getField(PROCESS).getVarintList().forEach(id -> pages.put(id, known));
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
        Set<Long> pages = new LinkedHashSet<>();
        CriuImage image = new CriuImage(core, CORE, (int) LARGEST);
        image.next().flatMap(ThreadPointers::parse).ifPresent(m -> collect(m, DEEPEST, pages));
        return pages;
    }

    private static void collect(UnknownFieldSet message, int depth, Set<Long> into) {
        for (UnknownFieldSet.Field field : message.asMap().values()) {
            collect(field.getVarintList(), into);
            collect(field.getFixed64List(), into);
            if (depth > 1) {
                field.getLengthDelimitedList().stream()
                        .map(bytes -> parse(bytes.asReadOnlyByteBuffer()))
                        .flatMap(Optional::stream)
                        .forEach(inner -> collect(inner, depth - 1, into));
            }
        }
    }

    private static void collect(List<Long> numbers, Set<Long> into) {
        for (long number : numbers) {
            if (number >= PageRange.PAGE) {
                into.add(number - number % PageRange.PAGE);
            }
        }
    }

    /** A text may be a message by chance; its numbers harm nobody. */
    private static Optional<UnknownFieldSet> parse(ByteBuffer message) {
        try {
            return Optional.of(UnknownFieldSet.parseFrom(CodedInputStream.newInstance(message)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
