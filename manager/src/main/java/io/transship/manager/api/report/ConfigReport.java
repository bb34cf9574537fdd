package io.transship.manager.api.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force and its file.
 *
 * @param valid whether the file is valid as it is now
 * @param problem what is wrong with it
 * @param problemSince since when
 * @param waitingForRestart keys whose value in the file is not used yet
 * @param values every value of the last valid file, with its source
 */
public record ConfigReport(
        boolean valid,
        @Nullable String problem,
        @Nullable Instant problemSince,
        List<String> waitingForRestart,
        List<Value> values) {

    /**
     * A value.
     *
     * @param key "limits.coolDown"
     * @param value as a file has it; secrets are hidden
     * @param source "default", "manager.yaml:12", "environment TRANSSHIP_POLICY", "command line"
     */
    public record Value(String key, String value, String source) {}
}
