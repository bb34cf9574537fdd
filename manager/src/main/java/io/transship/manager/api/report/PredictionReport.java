package io.transship.manager.api.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was predicted for a migration.
 *
 * @param asked the mode that was asked for: "auto", or the one it was made in
 * @param reason why that mode
 * @param downtimeMs from the hold to the end of the replay
 * @param totalMs from the order to the end
 * @param bytes from source to target
 * @param bothNeededMs how long both hosts are needed after the copy serves
 * @param rateBps what the path was expected to carry
 * @param warnings what the plan said one should know
 */
public record PredictionReport(
        String asked,
        String reason,
        @Nullable Double downtimeMs,
        @Nullable Double totalMs,
        @Nullable Long bytes,
        @Nullable Double bothNeededMs,
        @Nullable Long rateBps,
        List<String> warnings) {}
