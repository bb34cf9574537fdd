package io.transship.manager.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Events for one listener, in order. One thread reads. */
public final class EventStream implements AutoCloseable {

    private final EventHub hub;
    private final int room;
    private final Queue<ApiEvent> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;

    EventStream(EventHub hub, int room) {
        this.hub = hub;
        this.room = room;
    }

    /** Takes an event; false if the listener is too far behind, which ends the stream. */
    boolean offer(ApiEvent event) {
        lock.lock();
        try {
            if (ended || waiting.size() >= room) {
                ended = true;
            } else {
                waiting.add(event);
            }
            changed.signalAll();
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next event; empty after {@code timeout} without one, or when the stream has ended. */
    public Optional<ApiEvent> next(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (waiting.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(waiting.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more will come. */
    public boolean isOver() {
        lock.lock();
        try {
            return ended && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        hub.remove(this);
    }
}
