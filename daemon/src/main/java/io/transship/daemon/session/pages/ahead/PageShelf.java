package io.transship.daemon.session.pages.ahead;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages that came and that nobody has asked for yet. It is bounded: the oldest go first, and are
 * asked for again when they are wanted. Not thread-safe.
 */
final class PageShelf {

    /** 8 MiB. */
    static final int MOST = 2048;

    private final Map<Place, byte[]> pages =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, byte[]> eldest) {
                    return size() > MOST;
                }
            };

    private record Place(long image, long address) {}

    /** Puts a page there; a second time it is the same page, for the source stands still. */
    void put(long image, long address, byte[] page) {
        pages.put(new Place(image, address), page);
    }

    /** Takes it away; null if it is not there. */
    byte @Nullable [] take(long image, long address) {
        return pages.remove(new Place(image, address));
    }

    boolean has(long image, long address) {
        return pages.containsKey(new Place(image, address));
    }

    int size() {
        return pages.size();
    }

    void clear() {
        pages.clear();
    }
}
