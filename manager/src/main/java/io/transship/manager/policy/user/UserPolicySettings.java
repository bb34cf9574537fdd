package io.transship.manager.policy.user;

import io.transship.core.model.ByteCount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which policies users bring, and what they may take.
 *
 * @param jars files, or folders of files
 * @param settings for policies that take some
 * @param deadline for each answer
 * @param memory the most that the process of a policy may allocate
 */
public record UserPolicySettings(
        List<Path> jars, Map<String, String> settings, Duration deadline, ByteCount memory) {

    /** Copies the collections. */
    public UserPolicySettings {
        jars = List.copyOf(jars);
        settings = Map.copyOf(settings);
    }

    /** For the start of a process, which takes a second of processor time. */
    Duration startDeadline() {
        return deadline.multipliedBy(4);
    }
}
