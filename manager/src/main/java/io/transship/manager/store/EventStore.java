package io.transship.manager.store;

import io.transship.manager.event.Event;
import java.util.List;

/** Keeps events, numbered in the order they came. Thread-safe. A store that fails throws. */
public interface EventStore {

    /** Keeps an event; gives its number. */
    long append(Event event);

    /** Events with a number above {@code after}, oldest first. */
    List<Stored> after(long after, int count);

    /** The number of the newest event; zero if there is none. */
    long newest();

    /**
     * An event as it is kept.
     *
     * @param number above those of all events before it
     * @param event what happened
     */
    record Stored(long number, Event event) {}
}
