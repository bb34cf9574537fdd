package io.transship.manager.event;

/** Takes events. Never blocks for long and never throws. Thread-safe. */
@FunctionalInterface
public interface EventSink {

    /** Takes one. */
    void emit(Event event);
}
