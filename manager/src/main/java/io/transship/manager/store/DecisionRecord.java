package io.transship.manager.store;

import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A decision as it is kept: with the view and the seed it was made from, so that the same policy
 * gives the same answer later.
 *
 * @param id unique, sorts by time
 * @param at when
 * @param policy its name
 * @param detector the detector's name; empty if none was asked
 * @param outcome what became of it
 * @param summary one sentence; why it stays, why a limit held it back, or why it moves
 * @param container what moves, if something does
 * @param source where it runs
 * @param target where it goes
 * @param seed of what was left to chance
 * @param times {@code detectionMs} and {@code decisionMs}, if measured
 * @param explanation every candidate
 * @param view what it was made from
 */
public record DecisionRecord(
        String id,
        Instant at,
        String policy,
        String detector,
        Outcome outcome,
        String summary,
        Optional<ContainerId> container,
        Optional<HostId> source,
        Optional<HostId> target,
        long seed,
        Map<String, Double> times,
        Map<String, Object> explanation,
        Map<String, Object> view) {

    /** What became of a decision. */
    public enum Outcome {
        /** The migration was ordered. */
        MOVE,
        /** It waits for approval. */
        PROPOSED,
        /** A limit held it back. */
        LIMITED,
        /** The policy said that nothing moves. */
        STAY;

        /** As the API shows it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the maps. */
    public DecisionRecord {
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        explanation = Collections.unmodifiableMap(new LinkedHashMap<>(explanation));
        view = Collections.unmodifiableMap(new LinkedHashMap<>(view));
    }
}
