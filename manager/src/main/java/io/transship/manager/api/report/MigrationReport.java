package io.transship.manager.api.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration, under way or over.
 *
 * @param id its id
 * @param container which
 * @param source from where
 * @param target where to
 * @param mode how its memory travels
 * @param phase where it stands
 * @param over whether nothing more happens
 * @param servingOn the host whose copy serves, once it is over
 * @param begun when
 * @param ended when, if it has
 * @param times milliseconds by name: prepareMs, holdMs, dumpMs, transferMs, restoreMs, releaseMs,
 *     downtimeMs, totalMs
 * @param bytes by name: moved, state; while it goes on done, total
 * @param frames by name: held, replayed, late, dropped
 * @param boundBps the most that it sends now, in bit/s; while it goes on, if there is a bound
 * @param detail what goes on, while it does
 * @param predicted what was predicted before it began
 * @param steps its journal; only where one migration is asked for
 * @param failure what went wrong, if something did
 */
public record MigrationReport(
        String id,
        String container,
        String source,
        String target,
        String mode,
        String phase,
        boolean over,
        @Nullable String servingOn,
        @Nullable Instant begun,
        @Nullable Instant ended,
        Map<String, Double> times,
        Map<String, Long> bytes,
        Map<String, Long> frames,
        @Nullable Long boundBps,
        @Nullable String detail,
        @Nullable PredictionReport predicted,
        @Nullable List<StepReport> steps,
        @Nullable FailureReport failure) {

    /** The same with its journal. */
    public MigrationReport withSteps(List<StepReport> journal) {
        return new MigrationReport(
                id, container, source, target, mode, phase, over, servingOn, begun, ended, times,
                bytes, frames, boundBps, detail, predicted, journal, failure);
    }
}
