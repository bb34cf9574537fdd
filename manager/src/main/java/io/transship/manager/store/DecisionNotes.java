package io.transship.manager.store;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what has become of decisions since they were made. Thread-safe. */
public interface DecisionNotes {

    /** The kinds of notes after which nothing more becomes of a move. */
    Set<String> ENDS = Set.of("moved", "failed", "dropped");

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

    /**
     * A proposal that nobody has answered.
     *
     * @param decision its id
     * @param container that is to move
     * @param source where it ran then
     */
    record Proposal(String decision, ContainerId container, HostId source) {}

    /** Proposals that were neither approved nor rejected, of each container the newest. */
    List<Proposal> unanswered();

    /** Decisions that were to be carried out, by themselves or approved, and have no end. */
    List<String> withoutEnd();
}
