package io.transship.core.policy;

import java.util.List;

/**
 * How a decision was reached.
 *
 * @param policy the policy's name
 * @param seed of what was left to chance
 * @param summary one sentence
 * @param candidates every host but the source: the chosen one first, then those that lost, best
 *     first, then those that were not offered, by name
 */
public record Explanation(String policy, long seed, String summary, List<Candidate> candidates) {

    /** Copies the list. */
    public Explanation {
        candidates = List.copyOf(candidates);
    }
}
