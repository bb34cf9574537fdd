package io.transship.core.detection;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.policy.MoveSource;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What detection says of the samples so far. */
public sealed interface Detection {

    /** All numbers it rests on. */
    Evidence evidence();

    /**
     * Nothing is to be moved.
     *
     * @param reason one sentence
     * @param evidence the numbers
     */
    record Quiet(String reason, Evidence evidence) implements Detection {}

    /**
     * These switches are to be sampled in customized mode until then.
     *
     * @param switches the heavy set
     * @param since when watching them began
     * @param until when to look again
     * @param evidence the numbers
     */
    record Watch(SortedSet<DatapathId> switches, Instant since, Instant until, Evidence evidence)
            implements Detection {

        /** Copies the set. */
        public Watch {
            switches = Collections.unmodifiableSortedSet(new TreeSet<>(switches));
        }
    }

    /**
     * This container shall move.
     *
     * @param source the container and its host
     * @param port where the host is attached
     * @param overSince the first reading, of an unbroken run until now, that showed the load over
     *     its threshold
     * @param evidence the numbers
     */
    record Found(MoveSource source, ConnectPoint port, Instant overSince, Evidence evidence)
            implements Detection {}
}
