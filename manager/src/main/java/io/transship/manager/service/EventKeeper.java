package io.transship.manager.service;

import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.store.EventStore;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts events into the store behind the back of whoever emits them. What finds no room, or can't be
 * written, is not kept. The steps of a migration's progress are passed over. Thread-safe.
 */
public final class EventKeeper implements EventSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);
    private static final int ROOM = 10_000;
    private static final long WAIT_MS = 250;

    private final EventStore store;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Thread thread;
    private volatile boolean ending;

    /** A keeper with a running thread. */
    public EventKeeper(EventStore store) {
        this.store = store;
        this.thread = Thread.ofVirtual().name("event-keeper").start(this::run);
    }

    @Override
    public void emit(Event event) {
        if (!event.type().equals(MigrationDesk.PROGRESS) && !waiting.offer(event)) {
            LOG.warn("event {} is not kept: the store is too slow", event.type());
        }
    }

    private void run() {
        try {
            while (!ending || !waiting.isEmpty()) {
                Optional.ofNullable(waiting.poll(WAIT_MS, TimeUnit.MILLISECONDS))
                        .ifPresent(this::keep);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Event event) {
        try {
            store.append(event);
        } catch (RuntimeException e) {
            LOG.warn("event {} is not kept: {}", event.type(), e.toString());
        }
    }

    /** Writes what waits and ends the thread. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
