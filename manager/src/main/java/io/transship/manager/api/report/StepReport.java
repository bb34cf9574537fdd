package io.transship.manager.api.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a migration's journal, written before its effect.
 *
 * @param phase of the migration
 * @param effect what was begun then
 * @param at when
 * @param tookMs until the next one; absent for the last
 */
public record StepReport(String phase, String effect, Instant at, @Nullable Double tookMs) {}
