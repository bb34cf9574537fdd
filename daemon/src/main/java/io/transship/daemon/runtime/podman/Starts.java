package io.transship.daemon.runtime.podman;

import io.transship.core.model.ContainerId;
import io.transship.daemon.runtime.ManagedContainer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Containers that are being started. Podman answers no question about them, nor about all
 * containers, until the start ends, and the start of a restore waits for its dump. So nobody asks
 * about them: what they are is kept here meanwhile. Thread-safe.
 */
final class Starts {

    private final Map<ContainerId, ManagedContainer> running = new LinkedHashMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Runs the start once every question that was asked before is answered. */
    void during(ManagedContainer container, Runnable start) {
        lock.writeLock().lock();
        try {
            running.put(container.spec().name(), container);
        } finally {
            lock.writeLock().unlock();
        }
        try {
            start.run();
        } finally {
            lock.writeLock().lock();
            try {
                running.remove(container.spec().name());
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /** Asks while no start begins, told which containers are being started. */
    <T> T ask(Function<Collection<ManagedContainer>, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(List.copyOf(running.values()));
        } finally {
            lock.readLock().unlock();
        }
    }
}
