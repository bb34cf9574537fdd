package io.transship.daemon.measurement;

import io.transship.core.model.ByteCount;
import io.transship.daemon.runtime.ManagedContainer;
import java.time.Duration;
import java.util.Optional;

/** Looks at the memory of containers that run, and changes nothing in them. Thread-safe. */
public interface MemoryMeter {

    /** What a dump would have to write: private memory, and shared memory once. */
    ByteCount memory(ManagedContainer container);

    /**
     * How fast it changes; empty if that can't be told here. Takes as long as the interval.
     *
     * @param interval over which it is watched
     */
    Optional<DirtyRate> dirtyRate(ManagedContainer container, Duration interval)
            throws InterruptedException;

    /**
     * A rate of change.
     *
     * @param perSecond bytes
     * @param basis how it was found
     */
    record DirtyRate(ByteCount perSecond, Basis basis) {}

    /** How a rate of change is found. */
    enum Basis {
        /** The kernel marks pages that are written. */
        SOFT_DIRTY("soft-dirty"),
        /** The kernel marks pages that are used, also those that are only read: an upper bound. */
        REFERENCED("referenced");

        private final String word;

        Basis(String word) {
            this.word = word;
        }

        /** The word in the protocol. */
        public String word() {
            return word;
        }
    }
}
