package io.transship.manager.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells everybody who listens, in the order in which they came. Thread-safe. */
public final class Broadcast implements EventSink {

    private final List<EventSink> listeners;

    /** Tells these, and who comes later. */
    public Broadcast(EventSink... first) {
        listeners = new CopyOnWriteArrayList<>(first);
    }

    /** Tells that one, too, from now on. */
    public void add(EventSink listener) {
        listeners.add(listener);
    }

    @Override
    public void emit(Event event) {
        listeners.forEach(listener -> listener.emit(event));
    }
}
