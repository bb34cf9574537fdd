package io.transship.daemon.session.pages.ahead;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages that nobody has asked for yet, of those that a dump's files left out. Not thread-safe.
 */
final class PagesLeft {

    /** By image, then by the first address; one of which all is asked for is gone. */
    private final NavigableMap<Long, NavigableMap<Long, Stretch>> images = new TreeMap<>();

    /** What one answer of CRIU's may be about: it gives pages of one range of its list alone. */
    private record Stretch(PageRange range, BitSet asked) {

        /** Of the page in it; its end and its beginning for what lies beyond. */
        int index(long address) {
            return (int) Math.clamp((address - range.address()) / PageRange.PAGE, 0, range.pages());
        }

        /** Pages from the first one at or behind the address that nobody asked for. */
        Optional<PageRange> free(long address, long most) {
            int size = (int) range.pages();
            int first = asked.nextClearBit(index(address));
            if (first >= size) {
                return Optional.empty();
            }
            return Optional.of(
                    new PageRange(
                            range.image(),
                            range.address() + (long) first * PageRange.PAGE,
                            Math.min(most, endOfFree(first) - first)));
        }

        int endOfFree(int first) {
            int next = asked.nextSetBit(first);
            return next < 0 ? (int) range.pages() : next;
        }
    }

    /** Learns what was left out; a range that no array has room for is left alone. */
    void know(List<PageRange> leftOut) {
        for (PageRange range : leftOut) {
            if (range.pages() <= Integer.MAX_VALUE - Long.SIZE) {
                images.computeIfAbsent(range.image(), _ -> new TreeMap<>())
                        .put(range.address(), new Stretch(range, new BitSet()));
            }
        }
    }

    /** Somebody asked for them, or they came. */
    void mark(PageRange range) {
        NavigableMap<Long, Stretch> stretches = images.get(range.image());
        long at = range.address();
        while (stretches != null && at < range.end()) {
            Stretch stretch = stretchAt(stretches, at);
            if (stretch == null) {
                Long higher = stretches.higherKey(at);
                at = higher == null ? range.end() : higher;
                continue;
            }
            long end = Math.min(range.end(), stretch.range().end());
            stretch.asked().set(stretch.index(at), stretch.index(end));
            if (stretch.asked().nextClearBit(0) >= stretch.range().pages()) {
                stretches.remove(stretch.range().address());
            }
            at = end;
        }
    }

    private static @Nullable Stretch stretchAt(NavigableMap<Long, Stretch> in, long address) {
        Map.Entry<Long, Stretch> floor = in.floorEntry(address);
        return floor == null || floor.getValue().range().end() <= address ? null : floor.getValue();
    }

    /**
     * How many pages may be asked for together with the range's first one, which may be asked for
     * already; empty if nothing is known of that page any more.
     */
    OptionalLong together(PageRange range) {
        NavigableMap<Long, Stretch> stretches = images.get(range.image());
        Stretch stretch = stretches == null ? null : stretchAt(stretches, range.address());
        if (stretch == null) {
            return OptionalLong.empty();
        }
        int first = stretch.index(range.address());
        return OptionalLong.of(Math.min(range.pages(), stretch.endOfFree(first + 1) - first));
    }

    /** What to ask for next at or behind that address, or else of another image. */
    Optional<PageRange> next(long image, long address, long most) {
        NavigableMap<Long, Stretch> stretches = images.get(image);
        if (stretches != null) {
            Long floor = stretches.floorKey(address);
            for (Stretch each : stretches.tailMap(floor == null ? address : floor).values()) {
                Optional<PageRange> free = each.free(address, most);
                if (free.isPresent()) {
                    return free;
                }
            }
        }
        return images.values().stream()
                .filter(other -> other != stretches && !other.isEmpty())
                .findFirst()
                .flatMap(other -> other.firstEntry().getValue().free(0, most));
    }
}
