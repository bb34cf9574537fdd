package io.transship.manager.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps what has become of decisions since they were made. Thread-safe. */
public interface DecisionNotes {

    /**
     * One thing that has become of a decision.
     *
     * @param decision its id
     * @param at when
     * @param kind "approved", "rejected", "migration", "moved", "failed", "dropped", "measured"
     * @param data more about it
     */
    record Note(String decision, Instant at, String kind, Map<String, Object> data) {

        /** Copies the map. */
        public Note {
            data = Map.copyOf(data);
        }
    }

    /** Keeps a note. */
    void add(Note note);

    /** The notes on these decisions, oldest first. */
    List<Note> on(Collection<String> decisions);
}
