package io.transship.manager.api;

import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Hands events on to everybody who listens, and keeps the last ones for those who come late. A slow
 * listener is cut off, never waited for. Thread-safe.
 */
public final class EventHub implements EventSink, AutoCloseable {

    private final int kept;
    private final Deque<ApiEvent> last = new ArrayDeque<>();
    private final List<EventStream> streams = new ArrayList<>();
    private long nextId;
    private boolean closed;

    /**
     * A hub without events.
     *
     * @param kept how many of the last events are kept
     * @param firstId the first event's id; after a restart more than any before
     */
    public EventHub(int kept, long firstId) {
        this.kept = kept;
        this.nextId = firstId;
    }

    @Override
    public synchronized void emit(Event event) {
        ApiEvent numbered = new ApiEvent(nextId++, event.at(), event.type(), event.data());
        last.addLast(numbered);
        if (last.size() > kept) {
            last.removeFirst();
        }
        streams.removeIf(stream -> !stream.offer(numbered));
    }

    /** All events after {@code since} that are still kept, and then those to come. */
    public synchronized EventStream subscribe(long since) {
        EventStream stream = new EventStream(this, 2 * kept);
        last.stream().filter(event -> event.id() > since).forEach(stream::offer);
        if (closed) {
            stream.end();
        } else {
            streams.add(stream);
        }
        return stream;
    }

    /** The id of the last event, or one less than the first if there was none. */
    public synchronized long lastId() {
        return nextId - 1;
    }

    synchronized void remove(EventStream stream) {
        streams.remove(stream);
    }

    /** Ends all streams, after what they still hold. */
    @Override
    public synchronized void close() {
        closed = true;
        streams.forEach(EventStream::end);
        streams.clear();
    }
}
