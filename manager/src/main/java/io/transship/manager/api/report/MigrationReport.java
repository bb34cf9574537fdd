package io.transship.manager.api.report;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration, under way or over.
 *
 * @param id its id
 * @param container which
 * @param source from where
 * @param target where to
 * @param mode "copy"
 * @param phase where it stands
 * @param over whether nothing more happens
 * @param servingOn the host whose copy serves, once it is over
 * @param begun when
 * @param ended when, if it has
 * @param times milliseconds by name: prepareMs, holdMs, dumpMs, transferMs, restoreMs, releaseMs,
 *     downtimeMs, totalMs
 * @param bytes by name: moved, state
 * @param frames by name: held, replayed, late, dropped
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
        @Nullable FailureReport failure) {}
