package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found before a move, or on a host.
 *
 * @param fit whether nothing hinders
 * @param container which was asked about
 * @param source where it runs
 * @param target where it shall run; or the host that was asked about
 * @param mode how its memory would travel
 * @param findings everything that was looked at, in that order
 */
public record CheckReport(
        boolean fit,
        @Nullable String container,
        @Nullable String source,
        String target,
        @Nullable String mode,
        List<FindingReport> findings) {

    /** Copies the list. */
    public CheckReport {
        findings = List.copyOf(findings);
    }
}
