package io.transship.manager.api.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision and how it was reached.
 *
 * @param id its number
 * @param at when
 * @param outcome "move" or "stay"
 * @param policy that decided
 * @param seed of what was left to chance
 * @param summary one sentence
 * @param container which moves
 * @param source from where
 * @param target where to
 * @param candidates every host that was looked at, the chosen one first
 * @param detectionMs from the first reading over the threshold to the source being found
 * @param decisionMs from the source being found to the decision
 * @param fate what became of it: "executed", "advised", "refused by a limit" …
 */
public record DecisionReport(
        String id,
        Instant at,
        String outcome,
        String policy,
        long seed,
        String summary,
        @Nullable String container,
        @Nullable String source,
        @Nullable String target,
        List<CandidateReport> candidates,
        @Nullable Double detectionMs,
        @Nullable Double decisionMs,
        @Nullable String fate) {

    /**
     * A host that the policy looked at.
     *
     * @param host which
     * @param score the number it was judged by, if it was
     * @param unit of the score
     * @param scoreText the score for people
     * @param verdict "chosen", "lost" or "not-offered"
     * @param reason one sentence
     */
    public record CandidateReport(
            String host,
            @Nullable Double score,
            @Nullable String unit,
            @Nullable String scoreText,
            String verdict,
            String reason) {}
}
