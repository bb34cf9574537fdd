package io.transship.daemon.measurement;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pages that a process has written since its marks were cleared
 * (Documentation/admin-guide/mm/soft-dirty.rst of the kernel).
 */
final class SoftDirtyPages {

    private static final int PAGE = 4096;
    private static final int ENTRY = 8;
    private static final int ENTRIES_AT_ONCE = 8192;

    /** Bit 55 of a little-endian entry. */
    private static final int MARK_BYTE = 6;

    private static final int MARK = 0x80;

    private SoftDirtyPages() {}

    /** Whether this kernel marks pages at all: one of our own that was just written tells. */
    static boolean areTracked() {
        try (Arena arena = Arena.ofConfined();
                RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
            MemorySegment page = arena.allocate(PAGE, PAGE);
            page.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            byte[] entry = new byte[ENTRY];
            pagemap.seek(page.address() / PAGE * ENTRY);
            pagemap.readFully(entry);
            return (entry[MARK_BYTE] & MARK) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Bytes of the process' private and shared memory that are marked; files don't count. */
    static long bytes(Path process) {
        long marked = 0;
        try (RandomAccessFile pagemap =
                new RandomAccessFile(process.resolve("pagemap").toFile(), "r")) {
            for (String line : Files.readAllLines(process.resolve("maps"))) {
                String[] words = line.split("\\s+", 6);
                if (isMemory(words)) {
                    String[] ends = words[0].split("-", 2);
                    marked +=
                            marked(
                                    pagemap,
                                    Long.parseUnsignedLong(ends[0], 16) / PAGE,
                                    Long.parseUnsignedLong(ends[1], 16) / PAGE);
                }
            }
        } catch (IOException e) {
            // The process has ended: what it had is gone.
        }
        return marked * PAGE;
    }

    private static boolean isMemory(String[] words) {
        String name = words.length > 5 ? words[5] : "";
        return words[1].startsWith("rw")
                && !name.equals("[vvar]")
                && (name.isEmpty() || name.startsWith("[") || name.startsWith("/dev/zero"));
    }

    private static long marked(RandomAccessFile pagemap, long from, long to) throws IOException {
        long marked = 0;
        byte[] entries = new byte[ENTRIES_AT_ONCE * ENTRY];
        pagemap.seek(from * ENTRY);
        for (long left = to - from; left > 0; ) {
            int bytes = (int) Math.min(entries.length, left * ENTRY);
            pagemap.readFully(entries, 0, bytes);
            for (int at = MARK_BYTE; at < bytes; at += ENTRY) {
                marked += (entries[at] & MARK) >> 7;
            }
            left -= bytes / ENTRY;
        }
        return marked;
    }
}
